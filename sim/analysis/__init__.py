"""Numbers over replicates: intervals, survival curves, summaries and the headline table."""

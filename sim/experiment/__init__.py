"""Running replicates in processes, and the result folder they end in."""

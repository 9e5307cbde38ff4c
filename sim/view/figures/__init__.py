"""The figures of a run, a sweep and a comparison, drawn from result folders."""

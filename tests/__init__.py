"""Tests of killzone."""

import os

# Before NumPy is loaded: processes that test side by side would each take all cores for a matrix.
os.environ.setdefault("OMP_NUM_THREADS", "1")

"""A lesson run: its experiment, its figure, and which prediction came true."""

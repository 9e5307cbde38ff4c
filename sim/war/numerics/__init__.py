"""What equations stand on: compiled loops, streams of random numbers, draws."""

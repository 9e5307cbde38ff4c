"""What a unit of one factor is worth in units of another, by a response that both move."""

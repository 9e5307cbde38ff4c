"""What is generated from the schema."""

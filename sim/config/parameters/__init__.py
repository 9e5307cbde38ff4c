"""The parameters, a frozen component a file."""

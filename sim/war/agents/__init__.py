"""The agent types, one file each."""

"""The model: it knows no file, no figure and no experiment."""

"""The parameters, a frozen component a file, set as tables by hand: the formatter is off."""

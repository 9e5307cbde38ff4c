"""From a file to a checked configuration: what is wrong is told at its line."""

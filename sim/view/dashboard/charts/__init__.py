"""The charts of the live page."""

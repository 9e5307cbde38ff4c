"""Experiments: what varies over which points, how often, and what is measured."""

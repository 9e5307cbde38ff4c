"""Lessons: a question, a prediction to commit, an experiment, and what it shows."""

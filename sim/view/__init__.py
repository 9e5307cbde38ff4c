"""What is shown: figures, reports, films, the live page, lessons."""

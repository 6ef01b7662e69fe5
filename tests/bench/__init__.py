"""Measures; never passes or fails on a time. `python -m tests.bench` prints a table."""

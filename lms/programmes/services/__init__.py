"""Verbs of programmes, by subject; each file is imported by its own name."""

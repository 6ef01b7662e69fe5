"""Merging two accounts, and undoing it.

Each file is imported by its name.
"""

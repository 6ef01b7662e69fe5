"""Reads of the merging room, by what is asked for.

Each file is imported by its name.
"""

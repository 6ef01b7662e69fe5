"""Reads of programmes, by subject: curricula, cohorts, nominations, participations, their pages.

Each file is imported by its own name.
"""

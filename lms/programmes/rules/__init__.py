"""The rules of programmes, by subject: what a definition may say, where a cohort stands.

Each file is imported by its own name. Pure functions on frozen values: no database, no clock.
"""

"""Programmes: curricula of several courses, and the cohorts in which people go through them.

What a course asks is content's, what a result is assessment's; the certificate of an award is made
above. Nominations, places and presence are kept here.
"""

"""What the system tells people by mail: one row per event and person, sent once.

Who is told what, and when, is decided by the rooms that call it.
"""

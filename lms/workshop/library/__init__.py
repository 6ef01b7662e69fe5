"""Questions across courses: how they are read, found, judged and copied. Pure.

Who may see which is decided in `lms.workshop.policy`; what stands in tables, in `queries`.
"""

"""The loop that takes jobs, one at a time, and asks for what is due by the clock.

What a job does is its room's business; how a job is stored, the kit's.
"""

"""The append-only record of what was done, by whom, to what; sealing it into a chain comes later.

It judges nothing and shows nothing of its own.
"""

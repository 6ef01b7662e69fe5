"""Item analysis: how reliable a test is, how each question does, whether it is fair.

Pure: arrays in, frozen values out; no database, no HTTP. What needs numpy is imported by a job or
by a command alone: a page shows the values of `findings`, which needs none.
"""

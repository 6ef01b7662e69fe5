"""The allocation of places: who gets one under quotas, who waits, and why.

Pure reckoning on frozen values, with an optimisation library; no database, and no form.
"""

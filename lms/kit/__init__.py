"""What every room stands on: database, clock, ids, jobs, files, languages.

It knows no HTTP and no room.
"""

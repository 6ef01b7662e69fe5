"""The command line: groups of commands, each a door to a room's services.

What a command does is decided there, not here.
"""

"""People: who they are to the system, how they sign in, what they may do, what they agreed to.

The tree of organisations, in which roles are held, belongs to the room above.
"""

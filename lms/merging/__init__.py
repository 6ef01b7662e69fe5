"""Two accounts of one person become one: what moves, what stays, what speaks against it, the undo.

The account itself, its names and its sign-in are the business of the accounts room.
"""

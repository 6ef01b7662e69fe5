"""Looking into a certificate's file again: its structure, its signature, what it claims.

A trade: bytes in, findings out. What is in the register is asked by the views and commands.
"""

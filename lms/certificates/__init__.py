"""Certificates: facts frozen at issue, a PDF in each language, a public status, verification.

Who completed what is decided in learning; signing is a step of its own that follows rendering.
"""

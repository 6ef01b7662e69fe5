"""Question types: parse, present, accept, score; normalise typed answers; draw a paper. All pure.

Which paper a person sits, and what her marks are, is the business of `lms.assessment`.
"""

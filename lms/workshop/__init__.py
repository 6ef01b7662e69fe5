"""The trainers' workshop: working copies, editors, history, review, and the pages that publish.

What a course's files mean, and what publishing makes of them, is `lms.content`'s business; carrying
texts into other languages is `lms.translation`'s.
"""

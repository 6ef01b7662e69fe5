"""Courses: the format, the validator, revisions, translations, publishing, versions, editions.

Who studies a course is `lms.learning`'s business; what a question type is, `lms.questions`'.
"""

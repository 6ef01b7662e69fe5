"""Editing the YAML files of a course: only what was meant changes; comments and style stay.

The trade beneath the outline, the settings, the questions and the quizzes. Pure: texts in, texts
out. What the values may be is decided by `lms.content` and `lms.questions`.
"""

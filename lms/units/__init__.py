"""Units of text: extract them from Markdown, align them, render a language, read and write PO.

Pure: no database, no web. What a course is, and where its texts stand, is `lms.content`'s business.
"""

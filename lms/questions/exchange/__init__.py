"""Questions from other systems: GIFT, Aiken, Moodle XML and QTI, read as questions of ours.

All is pure, and the file is not trusted. Into which bank a question goes, and under which id, is
the business of `lms.workshop`.
"""

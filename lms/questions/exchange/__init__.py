"""Questions from other systems: GIFT, Aiken and Moodle XML, read as questions of ours. All pure.

The file is not trusted. Into which bank a question goes, and under which id, is the business of
`lms.workshop`.
"""

"""The HTTP edge: one request from arrival to commit, its language, its page, its errors.

It knows no room; `lms.wiring` hands it the loaders of actors and of the site's name.
"""

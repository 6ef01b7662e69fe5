"""Certificates for programs: the Open Badges 3.0 credential, the status lists, who issues.

Pure: facts in, documents and signed tokens out. Where they are served is said in
`views.publishing`, what they are made of in `publishing`.
"""

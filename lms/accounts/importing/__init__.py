"""A list of people from a spreadsheet: read safely, its columns understood, each line checked.

Pure: no table is read or written here. What is done with the lines is the services'.
"""

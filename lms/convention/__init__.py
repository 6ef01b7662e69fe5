"""The treaty register: chapters, articles and training topics of the Convention, families, levels.

Which courses are about what is known to the rooms above.
"""

"""The room that the workshop's pages hang on.

The pages themselves stand beside this file, by what they are for.
"""

from lms.web.room import Room

room = Room("workshop")

"""The room that the pages of programmes hang on; they stand beside this file."""

from lms.web.room import Room

room = Room("programmes")

"""The pages of the accounts room."""

from lms.web.room import Room

room = Room("accounts")

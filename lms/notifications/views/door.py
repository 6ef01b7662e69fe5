"""The room on which the pages of messages hang.

The pages themselves stand beside this file.
"""

from lms.web.room import Room

room = Room("notifications")

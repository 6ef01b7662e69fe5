"""The pages of messages, by who uses them; all hang on one room.

Importing this module adds every route.
"""

from lms.notifications.views import notices, outbox, preferences
from lms.notifications.views.door import room

__all__ = ["notices", "outbox", "preferences", "room"]

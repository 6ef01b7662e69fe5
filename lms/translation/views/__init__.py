"""The pages of the translators' workbench, by subject; all hang on one room.

Importing this module adds every route.
"""

from lms.translation.views import exchange, queues, reviewing, terms, units
from lms.translation.views.door import room

__all__ = ["exchange", "queues", "reviewing", "room", "terms", "units"]

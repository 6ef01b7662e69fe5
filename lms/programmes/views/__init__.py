"""The pages of programmes, by what they are for; all hang on one room.

Importing this module adds every route.
"""

from lms.programmes.views import public
from lms.programmes.views.door import room

__all__ = ["public", "room"]

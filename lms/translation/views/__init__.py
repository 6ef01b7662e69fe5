"""Pages of the translators' workbench, by subject; all belong to one room.

What is decided on the way stands in `policy`, `services` and `rules`.
"""

from lms.translation import models
from lms.translation.views.door import room

__all__ = ["models", "room"]

"""The pages of learning, by what they are for; all hang on one room.

Importing this module adds every route.
"""

from lms.learning.views import catalogue, moving, requests, results, study, teaching
from lms.learning.views.door import room

__all__ = ["catalogue", "moving", "requests", "results", "room", "study", "teaching"]

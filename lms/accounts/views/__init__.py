"""The pages of the accounts room, by who uses them; all hang on one room.

Importing this module adds every route.
"""

from lms.accounts.views import (
    account,
    documents,
    importing,
    invitations,
    inviting,
    people,
    sign_in,
)
from lms.accounts.views.door import room

__all__ = [
    "account",
    "documents",
    "importing",
    "invitations",
    "inviting",
    "people",
    "room",
    "sign_in",
]

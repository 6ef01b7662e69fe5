"""The base classes of broken rules; each room names its own as sentences.

How an error becomes a page is the business of `lms.web.errors`.
"""

from collections.abc import Mapping
from typing import ClassVar

from lms.kit.i18n import N_, Text


class DomainError(Exception):
    """A rule was broken: a status for HTTP and a message for a reader, in any language."""

    status: ClassVar[int] = 409
    message: ClassVar[str] = N_("This cannot be done.")
    # What a program is told beside the message, where it is to know more than the status.
    details: ClassVar[Mapping[str, str]] = {}

    def __init__(self, **params: object) -> None:
        super().__init__(self.message % params if params else self.message)
        self.text = Text(self.message, **params)


class NotVisible(DomainError):
    """The actor may not know that the thing exists; answered as if it did not."""

    status = 404
    message = N_("There is nothing at this address.")


class NotAllowed(DomainError):
    """The actor may see the thing, but not do this to it."""

    status = 403
    message = N_("Your account may not do this.")


class NotSignedIn(DomainError):
    """A person is needed, and a stranger asked; answered by the sign-in page."""

    status = 401
    message = N_("Please sign in first.")


class Invalid(DomainError):
    """The input is malformed; the message says where and what to do."""

    status = 422
    message = N_("The input is not valid.")

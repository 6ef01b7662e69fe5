"""How the subject and the sender of a mail are folded: in encoded words that lose nothing.

What they say is in `lms.notifications.letters`.
"""

from email.header import Header
from email.headerregistry import (
    BaseHeader,
    HeaderRegistry,
    UniqueAddressHeader,
    UniqueUnstructuredHeader,
)
from email.policy import EmailPolicy, Policy


def _is_left_alone(text: str, policy: Policy) -> bool:
    return text.isascii() or (isinstance(policy, EmailPolicy) and policy.utf8)


def _fold(name: str, text: str, policy: Policy, after: str = "") -> str:
    # Folding word by word, as the library does for its own headers, puts a space between two
    # encoded words, which a reader drops (RFC 2047 §6.2). Here each space stands within a word.
    words = Header(text, "utf-8", maxlinelen=policy.max_line_length, header_name=name)
    return f"{name}: {words.encode(linesep=policy.linesep)}{after}{policy.linesep}"


# The registry mixes these two itself; the stubs of mypy do not know that they fit.
class Subject(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # as above
    """A subject in any language."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header in lines, as `policy` ends them."""
        if _is_left_alone(str(self), policy):
            return str(super().fold(policy=policy))
        return _fold(str(self.name), str(self), policy)


class Sender(UniqueAddressHeader, BaseHeader):  # type: ignore[misc]  # as above
    """One address with the name of the site in any language."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header in lines, as `policy` ends them."""
        if len(self.addresses) != 1 or _is_left_alone(self.addresses[0].display_name, policy):
            return str(super().fold(policy=policy))
        address = self.addresses[0]
        return _fold(
            str(self.name), address.display_name, policy, f"{policy.linesep} <{address.addr_spec}>"
        )


_headers = HeaderRegistry()
_headers.map_to_type("subject", Subject)
_headers.map_to_type("from", Sender)
LETTERS = EmailPolicy(header_factory=_headers)

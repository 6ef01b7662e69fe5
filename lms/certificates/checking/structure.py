"""Whether a PDF keeps the rules of PDF/A-3a and PDF/UA-1 that a program of ours can check.

Nothing found means: as far as this goes, it conforms. What it does not look at (contrast, whether
an alternative text is a good one, damaged streams) is in the documentation.
"""

import re

import pikepdf

from lms.certificates.checking import annotations, documents, fonts, metadata, painting, tags
from lms.certificates.checking.findings import Finding, Rule
from lms.certificates.checking.opened import Opened

RULES: tuple[Rule, ...] = (
    *documents.RULES, *metadata.RULES, *painting.RULES, *fonts.RULES, *tags.RULES,
    *annotations.RULES,
)  # fmt: skip
MOST_FINDINGS = 200
_IN_MEMORY = re.compile(r"^stream <[^>]*>: ")


class NotReadable(Exception):
    """Not a PDF, one that is damaged, or one that asks for a password; the message says which."""


def check(content: bytes) -> list[Finding]:
    """Return what in a PDF breaks the rules, at most the first 200; nothing where all are kept.

    Raises `NotReadable`.
    """
    try:
        file = Opened.of(content)
        found = [finding for one in RULES for finding in one.check(file)]
    except pikepdf.PasswordError as error:
        raise NotReadable("asks for a password") from error
    except (pikepdf.PdfError, KeyError, ValueError, TypeError, AttributeError) as error:
        # What is damaged fails anywhere: a name without a value, a number that is a text.
        # pikepdf names the file that it reads, which is one in memory.
        why = _IN_MEMORY.sub("", str(error))
        raise NotReadable(f"not a PDF, or damaged: {why}") from error
    return found[:MOST_FINDINGS]

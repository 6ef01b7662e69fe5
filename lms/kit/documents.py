"""What all who look into PDF documents want of it: the names of everything that stands in one.

What a document may hold is each room's own; how it is taken apart, `lms.kit.document_names`'.
"""

import json
import subprocess
import sys

# How the process that looks ends where a password is needed.
LOCKED = 3


class DocumentBroken(Exception):
    """It is no PDF document, it is damaged, or to take it apart asks for too much."""


class DocumentLocked(DocumentBroken):
    """It opens with a password only."""


def names_in(content: bytes) -> frozenset[str]:
    """Return every key of a document and every kind of act in it, such as `/JavaScript`.

    A process of its own looks, with so much memory and time and no more: a megabyte may unpack to
    gigabytes. Raises `DocumentLocked`, `DocumentBroken`.
    """
    command = [sys.executable, "-m", "lms.kit.document_names"]
    looked = subprocess.run(command, input=content, capture_output=True, check=False)  # noqa: S603 - our own program, without a word from outside
    if looked.returncode == LOCKED:
        raise DocumentLocked
    if looked.returncode != 0:
        raise DocumentBroken
    return frozenset(json.loads(looked.stdout))

"""A second file within a picture or a document: a page or an archive that a program would open.

Such things stand before the beginning or behind the end, where a reader of the first does not look.
"""

import re

from lms.questions.inspection.refusals import SecondFile

_SECOND = re.compile(rb"<(?:script|html|iframe|body)[\s>]|<\?php|PK\x05\x06", re.IGNORECASE)
_ENDS = 70_000


def check_one_file(content: bytes) -> None:
    """Raise `SecondFile` where there is another near the beginning or the end."""
    if any(_SECOND.search(part) for part in (content[:_ENDS], content[-_ENDS:])):
        raise SecondFile

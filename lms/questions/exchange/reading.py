"""The formats there are: to add one, write its file and name it here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from lms.questions.exchange.aiken import read_aiken
from lms.questions.exchange.found import Reading
from lms.questions.exchange.gift import read_gift
from lms.questions.exchange.moodle import read_moodle
from lms.questions.exchange.qti import read_qti

READERS: Mapping[str, Callable[[bytes, str], Reading]] = MappingProxyType(
    {"gift": read_gift, "aiken": read_aiken, "moodle-xml": read_moodle, "qti3": read_qti}
)


def read_questions(content: bytes, format_name: str, language: str) -> Reading:
    """Return the questions of a file written in `language`; raise `FileRefused`.

    `format_name` is one of `READERS`.
    """
    return READERS[format_name](content, language)

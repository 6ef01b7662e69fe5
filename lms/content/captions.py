"""The words of a film's captions (WebVTT), to be read instead of heard.

How they stand on a page is in `lms.units.figures`.
"""

import re
from collections.abc import Callable, Mapping
from html import unescape

_CUE = re.compile(
    r"^(?P<from>[\d:.]+)[ \t]+-->[ \t]+(?P<to>[\d:.]+)[^\n]*\n(?P<words>[^\n]+(?:\n[^\n]+)*)",
    re.MULTILINE,
)
_MARK = re.compile(r"<[^>]*>")
# A pause of so many seconds begins another paragraph.
PAUSE = 2.0


def read_words(content: bytes) -> list[str]:
    """Return what captions say, a paragraph for each stretch without a pause."""
    text = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    paragraphs: list[list[str]] = []
    end = None
    for cue in _CUE.finditer(text):
        start = _seconds(cue["from"])
        if end is None or start - end >= PAUSE:
            paragraphs.append([])
        paragraphs[-1].append(_plain(cue["words"]))
        end = _seconds(cue["to"])
    return [" ".join(words) for words in paragraphs]


def choose_transcripts(
    captions: Mapping[str, Mapping[str, str]], read: Callable[[str], bytes | None], *order: str
) -> dict[str, tuple[str, list[str]]]:
    """Return for each film that has captions in one of the languages that and their words.

    `order` names the languages as they are preferred; `read` gives the content of a file.
    """
    found = {}
    for path, files in captions.items():
        language = next((language for language in order if language in files), None)
        words = read_words(read(files[language]) or b"") if language else []
        if language and words:
            found[path] = (language, words)
    return found


def _seconds(time: str) -> float:
    """Return `01:02:03.5` or `02:03.5` in seconds; 0 for what is no time."""
    total = 0.0
    for part in time.split(":"):
        if not re.fullmatch(r"\d+(\.\d+)?", part):
            return 0.0
        total = total * 60 + float(part)
    return total


def _plain(words: str) -> str:
    return " ".join(unescape(_MARK.sub("", words)).split())

"""The three hashes: structure (a version's), text by language (an edition's), package (all bytes).

What follows from a hash that changed is decided in `lms.content.rules`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from lms.content.annotations import is_annotation
from lms.content.format import COURSE_FILE
from lms.content.reader import Course, Files
from lms.content.wording import Wording
from lms.questions.rules import Question
from lms.questions.types import get_type
from lms.units import markdown
from lms.units.unit import Key, Unit

# The keys of YAML files whose values are for people to read.
_WORDS = frozenset({"title", "summary", "text", "feedback"})


def content_hash(content: bytes) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def package_hash(entries: Mapping[str, str]) -> str:
    """Return the hash of a whole tree, given the hash of each file by its path."""
    return hash_of(dict(entries))


def entries_of(files: Files) -> dict[str, str]:
    """Return the hash of each file by its path."""
    return {path: content_hash(files[path]) for path in sorted(files)}


def structure_of(course: Course) -> dict[str, Any]:
    """Return what a version fixes, file by file: tree, unit keys, questions, keys, scoring, media.

    Words are left out, so that a translation or a mended sentence does not change it; and what is
    as it is by default, so that the format may gain a key.
    """
    quizzes = {
        file: without_words(quiz.model_dump(mode="json", by_alias=True, exclude_defaults=True))
        for file, quiz in course.quizzes.items()
    }
    banks = {file: [bones_of(question) for question in bank] for file, bank in course.banks.items()}
    media = {
        file: content_hash(content)
        for file, content in course.files.items()
        if file.startswith(("media/", "variants/")) and not is_annotation(file)
    }
    head = without_words(course.head.model_dump(mode="json", exclude_defaults=True))
    pages = {file: markdown.skeleton(text) for file, text in course.pages.items()}
    return {COURSE_FILE: head, **pages, **quizzes, **banks, **media}


def bones_of(question: Question) -> Any:  # noqa: ANN401 - plain values
    """Return what a version fixes of a question; of a text of several blocks, their structure."""
    bones = without_words(question.model_dump(mode="json", exclude_defaults=True))
    blocks = get_type(question.type).blocks(question)
    if blocks:
        bones["blocks"] = {name: markdown.skeleton(text) for name, text in blocks}
    return bones


def structure_hash(structure: Mapping[str, Any]) -> str:
    """Return a version's hash, given what it fixes."""
    return hash_of(dict(structure))


def text_hash(
    language: str,
    units: Iterable[Unit],
    wordings: Mapping[Key, Wording],
    is_unreviewed: bool,
    media: Mapping[str, str],
) -> str:
    """Return an edition's hash: each unit's text, if any, and whether it is an older one.

    `media` are the hashes of captions and notes; where there are none they leave no mark.
    """
    texts = [[*unit.key, *(wordings.get(unit.key, (None, False))[:2])] for unit in units]
    return hash_of([language, is_unreviewed, texts, *([dict(media)] if media else [])])


def without_words(value: Any) -> Any:  # noqa: ANN401 - any part of a YAML file
    """Return the data with each text for people replaced by whether there is one."""
    if isinstance(value, dict):
        return {
            key: item is not None if key in _WORDS else without_words(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [without_words(item) for item in value]
    return value


def hash_of(value: object) -> str:
    """Return the hash of plain values, whatever the order of their keys."""
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()

"""What a question becomes in another course: its id, objective, texts, translations and media.

Pure: nothing is written here. A question comes whole, or it is said why it cannot.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from lms.content.format import CourseFile
from lms.kit.i18n import N_, NATIVE_NAMES, Text
from lms.questions.cases import CASE_FILE
from lms.questions.rules import SLUG_LENGTH
from lms.questions.types import parse_question
from lms.units.po import Status
from lms.units.unit import Key
from lms.workshop.editing.banks import add_questions
from lms.workshop.editing.findings import check_question
from lms.workshop.library.reading import Entry, State, question_hash
from lms.workshop.media import FOLDER, captions_path, note_path
from lms.workshop.pages import mentions, point_elsewhere

WITH_CASE = N_(
    "The question belongs to a case file and is asked with its documents. Copy the case file and "
    "its questions by a package, or write the question anew without the case."
)
NOT_TRANSLATED = N_(
    "The question is written in %(language)s and is not wholly translated into %(wanted)s, the "
    "language of the course. Have it translated first."
)
ALREADY_HERE = N_("The course has this question already: “%(id)s” in the bank “%(bank)s”.")
OBJECTIVE_LEFT = N_(
    "The course has no objective “%(objective)s”. The copy has none; choose one in its editor."
)
ID_CHANGED = N_("Its id is “%(id)s” here, for the course has another question of its own id.")
MEDIA_COPIED = N_("Its media come along: %(files)s.")
LANGUAGE_CHANGED = N_("Its text is the translation, and the original becomes a translation.")

Rows = dict[Key, tuple[str, Status]]


@dataclass(frozen=True)
class Original:
    """A question that is to be copied; `hashes` are those of the files beside it, by path."""

    slug: str
    course_id: str
    state: State
    version_number: int | None
    entry: Entry
    hashes: Mapping[str, str]
    objective: str | None = None

    @property
    def name(self) -> str:
        """Return what a form sends for it."""
        return f"{self.slug}/{self.entry.question.id}"


@dataclass
class Target:
    """The course and the bank that questions come into; it fills as they are planned.

    `known` are the id and the bank of each question that it has, by hash.
    """

    bank: str
    head: CourseFile | None
    language: str
    objectives: Mapping[str, str]
    hashes: dict[str, str]
    ids: set[str]
    known: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Planned:
    """A question as it comes in; `files` are new media by path, `notes` what is to be known."""

    original: Original
    data: Mapping[str, Any]
    hash: str
    translations: Mapping[str, Rows]
    files: Mapping[str, str]
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class Refused:
    """A question that cannot come in, and why."""

    original: Original
    reason: Text


@dataclass(frozen=True)
class Plan:
    """What copying would do."""

    planned: tuple[Planned, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass
class _Draft:
    """A question on its way: what its file will say, and its texts by language and field."""

    data: dict[str, Any]
    texts: dict[str, dict[str, tuple[str, Status]]]
    notes: list[Text] = field(default_factory=list)


class _Stays(Exception):
    """A question cannot come in; `reason` is told."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.reason = Text(message, **params)


def plan_copies(target: Target, originals: Collection[Original]) -> Plan:
    """Return what copying questions into a bank would do, each after those before it."""
    planned: list[Planned] = []
    refused: list[Refused] = []
    for original in originals:
        try:
            found = _plan(target, original, None)
        except _Stays as stays:
            refused.append(Refused(original, stays.reason))
            continue
        planned.append(found)
        target.ids.add(str(found.data["id"]))
        target.known[found.hash] = (str(found.data["id"]), target.bank)
        target.hashes.update(found.files)
    return Plan(tuple(planned), tuple(refused))


def plan_renewal(target: Target, original: Original, copy: Entry) -> Planned | Refused:
    """Return what a copy becomes by taking the original's text over; id and objective stay."""
    try:
        return _plan(target, original, copy)
    except _Stays as stays:
        return Refused(original, stays.reason)


def _plan(target: Target, original: Original, copy: Entry | None) -> Planned:
    _check(target, original, is_new=copy is None)
    draft = _begin(original.entry)
    _put_into_language(target, original.entry, draft)
    files = _bring_media(target, original, draft)
    if copy is None:
        _name(target, original, draft)
    else:
        _keep_place(draft, copy)
    _find_problem(target, draft.data, files)
    question = parse_question(draft.data)
    entry = replace(original.entry, bank=target.bank, question=question, language=target.language)
    return Planned(
        original, draft.data, question_hash(question), dict(_translations(entry, draft)), files,
        tuple(draft.notes),
    )  # fmt: skip


def _check(target: Target, original: Original, *, is_new: bool) -> None:
    question = original.entry.question
    if question.case is not None or question.type == CASE_FILE:
        raise _Stays(WITH_CASE)
    known = target.known.get(original.entry.hash)
    if known is not None and is_new:
        raise _Stays(ALREADY_HERE, id=known[0], bank=known[1])


def _begin(entry: Entry) -> _Draft:
    texts = {code: entry.translations(code) for code in entry.said if code != entry.language}
    return _Draft(deepcopy(dict(entry.data)), {code: rows for code, rows in texts.items() if rows})


def _put_into_language(target: Target, entry: Entry, draft: _Draft) -> None:
    """Write the question in the course's language; what it was written in is a translation then."""
    if target.language == entry.language:
        return
    if target.language not in entry.languages:
        raise _Stays(
            NOT_TRANSLATED, language=_isolated(entry.language), wanted=_isolated(target.language),
        )  # fmt: skip
    for field_name, (text, _status) in draft.texts.pop(target.language).items():
        _put(draft.data, field_name, text)
    original: dict[str, tuple[str, Status]] = {
        name: (text, "translated") for name, text in entry.fields
    }
    draft.texts[entry.language] = original
    draft.notes.append(Text(LANGUAGE_CHANGED))


def _isolated(language: str) -> str:
    """Return a language's own name, keeping its direction within a sentence."""
    return f"\u2068{NATIVE_NAMES[language]}\u2069"


def _put(data: Any, path: str, text: str) -> None:  # noqa: ANN401 - any part of a question
    """Write a text at the path of its field, as `texts` of its type names it."""
    *parents, last = path.split(".")
    for part in parents:
        if isinstance(data, list):
            data = next(item for item in data if str(item.get("id")) == part)
        else:
            data = data[part]
    data[last] = text


def _bring_media(target: Target, original: Original, draft: _Draft) -> dict[str, str]:
    """Return the media that come along, by their path here; texts name them as they are called."""
    spoken = json.dumps([draft.data, draft.texts], ensure_ascii=False, default=str)
    files: dict[str, str] = {}
    for path in sorted(mentions(spoken)):
        content_hash = original.hashes.get(path)
        if not path.startswith(FOLDER) or content_hash is None:
            continue
        new = _free_path(path, content_hash, {**target.hashes, **files})
        if new != path:
            draft.data = _pointed(draft.data, path, new)
            draft.texts = _pointed(draft.texts, path, new)
        if target.hashes.get(new) != content_hash:
            files |= {new: content_hash, **dict(_companions(original.hashes, path, new))}
    if files:
        names = ", ".join(sorted(path.removeprefix(FOLDER) for path in files))
        draft.notes.append(Text(MEDIA_COPIED, files=names))
    return files


def _free_path(path: str, content_hash: str, taken: Mapping[str, str]) -> str:
    """Return where a file may stand: as it is called, or under the first number that is free."""
    stem, dot, ending = path.rpartition(".")
    new, number = path, 1
    while taken.get(new, content_hash) != content_hash:
        number += 1
        new = f"{stem}-{number}{dot}{ending}"
    return new


def _companions(hashes: Mapping[str, str], path: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield the note and the captions of a medium, under its new name."""
    old_name, new_name = path.removeprefix(FOLDER), new.removeprefix(FOLDER)
    pairs = [(note_path(old_name), note_path(new_name))]
    pairs += [(captions_path(old_name, c), captions_path(new_name, c)) for c in NATIVE_NAMES]
    for old, there in pairs:
        if old in hashes:
            yield there, hashes[old]


def _pointed(value: Any, old: str, new: str) -> Any:  # noqa: ANN401 - any part of a question
    """Return data whose texts name another file."""
    if isinstance(value, str):
        return point_elsewhere(value, old, new)
    if isinstance(value, dict):
        return {key: _pointed(item, old, new) for key, item in value.items()}
    if isinstance(value, list):
        return [_pointed(item, old, new) for item in value]
    if isinstance(value, tuple):
        return (_pointed(value[0], old, new), *value[1:])
    return value


def _name(target: Target, original: Original, draft: _Draft) -> None:
    """Give the copy an id that is free, and the course's own objective of the same words."""
    old = original.entry.question.id
    new, number = old, 1
    while new in target.ids:
        number += 1
        new = f"{old[: SLUG_LENGTH - 1 - len(str(number))].rstrip('-')}-{number}"
    if new != old:
        draft.notes.append(Text(ID_CHANGED, id=new))
    wanted = draft.data.pop("objective", None)
    objective = _objective(target, original, wanted)
    if wanted is not None and objective is None:
        draft.notes.append(Text(OBJECTIVE_LEFT, objective=original.objective or wanted))
    rest = {key: value for key, value in draft.data.items() if key not in {"id", "type"}}
    own = {"id": new, "type": draft.data["type"]}
    draft.data = {**own, **({"objective": objective} if objective else {}), **rest}


def _objective(target: Target, original: Original, wanted: str | None) -> str | None:
    """Return the course's objective of the same words, or of the same id where it has no words."""
    if wanted is None:
        return None
    words = (original.objective or "").casefold().strip()
    alike = [name for name, text in target.objectives.items() if text.casefold().strip() == words]
    return wanted if wanted in alike else next(iter(alike), None)


def _keep_place(draft: _Draft, copy: Entry) -> None:
    draft.data.pop("objective", None)
    own = {key: copy.data[key] for key in ("id", "type", "objective") if key in copy.data}
    draft.data = {**own, **draft.data, **own, "type": draft.data["type"]}


def _find_problem(target: Target, data: Mapping[str, Any], files: Collection[str]) -> None:
    """Stay out where the course's validator would find something wrong with it."""
    text = add_questions("", [data])
    file = f"questions/{target.bank}.yaml"
    problems = check_question(text, file, target.head, [*target.hashes, *files])
    if problems:
        raise _Stays(problems[0].message.msgid, **problems[0].message.params)


def _translations(entry: Entry, draft: _Draft) -> Iterator[tuple[str, Rows]]:
    """Yield the rows of each language, under the keys that the copy's texts have."""
    texts = dict(entry.fields)
    for language, rows in draft.texts.items():
        if language != entry.language:
            yield (
                language,
                {entry.key_of(name, texts[name]): row for name, row in rows.items()},
            )

"""A question as another type has it: what both types know stays, answers become what they can.

What cannot be kept is gone; the page that asks for it tells so before, by comparing both. What is
still missing then, such as a mark at the right choice, the validator says.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from lms.questions.cases import CASE_FILE
from lms.questions.gap_text import GAP
from lms.questions.types import TYPES as KINDS
from lms.workshop.editing.banks import Bank, change_question
from lms.workshop.editing.edits import Edit, Set
from lms.workshop.editing.parts import CHOICES, LISTS, PartList, entries_of
from lms.workshop.editing.questions import KEYS, WITH_CHOICES, begin_question
from lms.workshop.pages import name_for

Data = Mapping[str, Any]
# What stands for a gap in the text of a question that has none.
BLANK = "…"
ACCEPTING = frozenset({"short_text", "gap_text"})
PROMPTS, TARGETS = LISTS["matching"]
ROWS, COLUMNS = LISTS["matrix"]
# The list that holds what a person chooses from, puts in order or judges.
_LIST_OF = {
    "single": CHOICES,
    "multiple": CHOICES,
    **{kind: parts[0] for kind, parts in LISTS.items() if kind != "gap_text"},
    "matching": TARGETS,
}


class _Word(NamedTuple):
    """A choice, an item, an accepted answer: whatever a question is answered with."""

    id: str
    text: str
    is_right: bool = False


def retype(data: Data, kind: str, language: str) -> dict[str, Any]:
    """Return a question with another type; `language` is that of accepted answers made of words."""
    asked = GAP.sub(BLANK, str(data.get("text") or ""))
    begun = begin_question(kind, asked, ())
    # What is said at a question has no place at a case, and the other way round.
    is_case = CASE_FILE in {kind, data.get("type")}
    known = {"id"} if is_case else KINDS[kind].model.model_fields.keys()
    kept = {key: value for key, value in data.items() if key in known}
    new = {**begun, **kept, "type": kind, "text": begun["text"]}
    if data.get("type") in KINDS:
        new |= _answers(data, kind, language, new)
    return new


def retyped_bank(bank: Bank, question_id: str, kind: str, language: str) -> str:
    """Return the bank's text with another type of a question; raise `QuestionUnknown`."""
    old = bank.data_of(question_id)
    new = retype(old, kind, language)
    gone = [Set((key,), None, KEYS) for key in old if key not in new]
    come = [Set((key,), new[key], KEYS) for key in new if old.get(key) != new[key]]
    return change_question(bank, question_id, [*gone, *come])


def bank_before(bank: Bank, question_id: str, kind: str) -> str:
    """Return the bank's text without what is no loss when its question gets another type.

    The type itself is asked for; what is marked as right becomes what is accepted.
    """
    edits: list[Edit] = [Set(("type",), kind)]
    if kind in ACCEPTING:
        choices: object = bank.data_of(question_id).get("choices")
        found = choices if isinstance(choices, list) else []
        edits += [
            Set(("choices", place, "correct"), None)
            for place, choice in enumerate(found)
            if isinstance(choice, Mapping)
        ]
    return change_question(bank, question_id, edits)


def _answers(data: Data, kind: str, language: str, new: Data) -> Data:
    """Return what the answers of a question become in another type, as far as they become any."""
    words, was = _words(data), data.get("type")
    if was == "matching" and kind == "matrix":
        return {**_pointed(data, PROMPTS, ROWS), COLUMNS.key: data.get(TARGETS.key)}
    if was == "matrix" and kind == "matching":
        right = [row.get(ROWS.pointer) for row in entries_of(data, ROWS.key)]
        # A column may be right for several rows; a target is so only where that is said.
        reuse = {"reuse": True} if any(right.count(name) > 1 for name in right) else {}
        return {**_pointed(data, ROWS, PROMPTS), TARGETS.key: data.get(COLUMNS.key), **reuse}
    if kind == "short_text":
        return {"accept": _accepted(data, words, language)}
    if kind == "gap_text":
        return {"gaps": [{"id": new["gaps"][0]["id"], **_filling(data, words)}]}
    part = _LIST_OF.get(kind)
    if part is None or part.key in data or not words:
        return {}
    return {part.key: _entries(part, words, is_marked=kind in WITH_CHOICES)}


def _words(data: Data) -> list[_Word]:
    """Return what a question is answered with."""
    kind = data.get("type")
    if kind == "short_text":
        # All spellings of a language mean the same answer: the first is shown as the right one.
        return _spellings(data.get("accept"))
    if kind == "gap_text":
        gap = next(iter(entries_of(data, "gaps")), {})
        return _spellings(gap.get("accept")) or _of_entries(entries_of(gap, "choices"))
    part = _LIST_OF.get(str(kind))
    return _of_entries(entries_of(data, part.key)) if part else []


def _of_entries(entries: Sequence[Data]) -> list[_Word]:
    return [
        _Word(str(one.get("id", "")), str(one.get("text") or ""), one.get("correct") is True)
        for one in entries
    ]


def _spellings(accept: object) -> list[_Word]:
    found = list(accept.values()) if isinstance(accept, Mapping) else []
    first = next((lines[0] for lines in found if isinstance(lines, list) and lines), None)
    return [] if first is None else [_Word(name_for(str(first), (), "choice"), str(first), True)]


def _accepted(data: Data, words: Sequence[_Word], language: str) -> Data:
    """Return the accepted answers: those of the first gap, or the words that are right."""
    gap = next(iter(entries_of(data, "gaps")), {})
    if isinstance(gap.get("accept"), Mapping):
        return dict(gap["accept"])
    right = [word.text for word in words if word.is_right and word.text]
    return {language: right} if right else {}


def _filling(data: Data, words: Sequence[_Word]) -> Data:
    """Return what fills a gap: the accepted answers, or one right word among wrong ones."""
    if isinstance(data.get("accept"), Mapping):
        return {"accept": dict(data["accept"])}
    if sum(word.is_right for word in words) != 1:
        return {"accept": {}}
    return {"choices": _entries(CHOICES, words, is_marked=True)}


def _entries(part: PartList, words: Sequence[_Word], *, is_marked: bool) -> list[Data]:
    """Return the words as entries of a list, and empty ones where it takes more to begin with."""
    found: list[Data] = [_entry(word, is_marked=is_marked) for word in words]
    while len(found) < part.begins_with:
        taken = {part.stem, *(str(entry["id"]) for entry in found)}
        found.append({"id": name_for("", taken, part.stem), "text": ""})
    return found


def _entry(word: _Word, *, is_marked: bool) -> Data:
    mark = {"correct": True} if is_marked and word.is_right else {}
    return {"id": word.id, "text": word.text, **mark}


def _pointed(data: Data, old: PartList, new: PartList) -> Data:
    """Return entries that name what is right for them, under the key that another list has."""
    return {
        new.key: [
            {new.pointer if key == old.pointer else key: value for key, value in entry.items()}
            for entry in entries_of(data, old.key)
        ]
    }

"""A case file as its form has it, and the edits that bring its YAML there.

What a case file may be is decided in `lms.questions.case_file`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.questions.cases import CASE_FILE, cases_of
from lms.workshop.editing.banks import Card
from lms.workshop.editing.edits import Edit, Insert, Remove
from lms.workshop.editing.items import change_items
from lms.workshop.editing.parts import PartList, entries_of

Data = Mapping[str, Any]
DOCUMENTS = PartList("documents", "document", ("id", "title", "text", "media", "alt"))


class CaseInUse(DomainError):
    """A case that questions belong to is to be removed."""

    message = N_(
        "The case cannot be removed, for these questions belong to it: %(names)s. Remove them "
        "first, or choose another case for them."
    )


def check_removal(cards: Sequence[Card], question_id: str) -> None:
    """See that no question belongs to what is to be removed; raise `CaseInUse`."""
    names = [card.id for card in questions_of(cards, question_id)]
    if names:
        raise CaseInUse(names=", ".join(names))


def begin_case() -> dict[str, Any]:
    """Return what a new case's form is to begin from: one document."""
    return {DOCUMENTS.key: [{"id": "document-1", "title": "", "text": ""}]}


def case_edits(old: Data, documents: Sequence[Data]) -> list[Edit]:
    """Return the edits from the documents that a question's file has to those of its form."""
    path, before = (DOCUMENTS.key,), {str(d.get("id", "")): d for d in entries_of(old, "documents")}
    wanted = [(str(new["id"]), new) for new in documents]
    # Documents are long: each stands on lines of its own.
    edits: list[Edit] = [
        replace(edit, is_block=True) if isinstance(edit, Insert) else edit
        for edit in change_items(path, list(before), wanted, DOCUMENTS.keys)
    ]
    for index, (name, new) in enumerate(wanted):
        former = before.get(name)
        # One that was begun in a single line cannot hold lines there.
        if former is not None and _has_lines(new) and not _has_lines(former):
            merged = {**dict.fromkeys(DOCUMENTS.keys), **former, **new}
            value = {key: part for key, part in merged.items() if part is not None}
            edits += [Remove((*path, index)), Insert(path, index, value, is_block=True)]
    return edits


def _has_lines(document: Data) -> bool:
    return "\n" in str(document.get("text") or "").strip()


def grouped(cards: Sequence[Card]) -> list[Card]:
    """Return a bank's questions with those of a case below it, else in their order."""
    cases = cases_of(cards)
    found: list[Card] = []
    for card in cards:
        if card.case not in cases:
            found += [card, *cases.get(card.id, ())]
    return found


def questions_of(cards: Sequence[Card], case: str) -> list[Card]:
    """Return the questions that belong to a case."""
    return [card for card in cards if card.case == case]


def list_cases(cards: Sequence[Card]) -> list[Card]:
    """Return the cases of a bank."""
    return [card for card in cards if card.type == CASE_FILE]

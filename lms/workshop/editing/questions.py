"""A question as its form has it, and the edits that bring its YAML there.

What a question may be is decided in `lms.questions`; a draft may be anything on the way to it.
"""

from collections.abc import Collection, Mapping
from typing import Any, Literal

from pydantic import ValidationError

from lms.content.hashes import bones_of
from lms.kit.i18n import N_
from lms.questions.cases import CASE_FILE
from lms.questions.types import parse_question
from lms.workshop.editing.cases import DOCUMENTS, begin_case, case_edits
from lms.workshop.editing.edits import Edit
from lms.workshop.editing.items import change_items, set_keys, unless_default
from lms.workshop.editing.parts import ENTRY_KEYS, LISTS, begin_parts, entries_of
from lms.workshop.editing.quantities import (
    IN_PARTS,
    WITH_QUANTITY,
    begin_quantity,
    quantity_edits,
)
from lms.workshop.editing.rubrics import CRITERIA, WITH_RUBRIC, begin_rubric, rubric_edits
from lms.workshop.editing.scenarios import SCENARIO, SCENES, begin_scenario, scenario_edits
from lms.workshop.editing.uploads import UPLOAD, USUAL
from lms.workshop.pages import name_for

Data = Mapping[str, Any]
Change = Literal["new", "none", "words", "structure"]
WORDS_IN_ID = 4
TYPES = {
    "single": N_("One right choice"),
    "multiple": N_("Several right choices"),
    "true_false": N_("True or false"),
    "short_text": N_("Short answer, typed"),
    "matching": N_("Matching"),
    "ordering": N_("Putting in order"),
    "matrix": N_("Table with one right column in each row"),
    "gap_text": N_("Text with gaps"),
    "numeric": N_("Number"),
    "formula": N_("Number reckoned from numbers drawn for each paper"),
    SCENARIO: N_("Scenario, decided step by step"),
    "essay": N_("Essay, marked by people"),
    UPLOAD: N_("Files handed in, marked by people"),
    "observation": N_("Oral or practical task, marked by an assessor"),
    "scale": N_("Survey: a scale"),
    "rank": N_("Survey: a ranking"),
    "comment": N_("Survey: a comment"),
    CASE_FILE: N_("Case file: documents for several questions"),
}
# The order in which authors write a question's keys.
KEYS = (
    "id", "type", "case", "objective", "article", "level", "text", "words", "variables", "answer",
    "tolerance", "unit", "start", "choices", "correct", "accept",
    "reuse", "scoring", "shuffle", "files", "megabytes", "kinds", "rubric", "feedback", "source",
)  # fmt: skip
WITH_CHOICES = frozenset({"single", "multiple"})
SHUFFLED = WITH_CHOICES | {"matching", "gap_text"}
# How a question of a type begins whose form is a part of its own.
BEGINNINGS = {SCENARIO: begin_scenario, CASE_FILE: begin_case}
# What is left out of a file where it is as it is anyway.
DEFAULTS = {"shuffle": True, "reuse": False, "scoring": "pairs", **USUAL}


def begin_question(kind: str, text: str, taken: Collection[str]) -> dict[str, Any]:
    """Return a new question of a type, with what its form is to begin from."""
    question_id = name_for(" ".join(text.split()[:WORDS_IN_ID]), taken, "question")
    value: dict[str, Any] = {"id": question_id, "type": kind, "text": text}
    if kind in WITH_CHOICES:
        value["choices"] = [
            {"id": "choice-1", "text": "", "correct": True}, {"id": "choice-2", "text": ""}
        ]  # fmt: skip
    elif kind == "true_false":
        value["correct"] = True
    elif kind in LISTS:
        value |= begin_parts(kind, text)
    elif kind in WITH_RUBRIC:
        value["rubric"] = begin_rubric()
    elif kind in WITH_QUANTITY:
        value |= begin_quantity(kind, text)
    elif kind in BEGINNINGS:
        value |= BEGINNINGS[kind]()
    elif kind == "short_text":
        value["accept"] = {}
    return value


def question_edits(old: Data, new: Data) -> list[Edit]:
    """Return the edits that bring a question from what its file says to what its form says."""
    plain = {
        key: unless_default(old, key, value, DEFAULTS[key]) if key in DEFAULTS else value
        for key, value in new.items()
        if key not in {*ENTRY_KEYS, *IN_PARTS, SCENES.key, CRITERIA.key, DOCUMENTS.key}
    }
    edits = set_keys((), plain, KEYS)
    for key in ENTRY_KEYS.keys() & new.keys():
        before = {str(entry.get("id", "")): entry for entry in entries_of(old, key)}
        wanted = [(str(e["id"]), _entry(before.get(str(e["id"]), {}), e)) for e in new[key]]
        edits += change_items((key,), list(before), wanted, ENTRY_KEYS[key])
    edits += quantity_edits(old, new)
    if SCENES.key in new:
        edits += scenario_edits(old, new[SCENES.key])
    if DOCUMENTS.key in new:
        edits += case_edits(old, new[DOCUMENTS.key])
    if CRITERIA.key in new:
        edits += rubric_edits(old, new[CRITERIA.key])
    return edits


def _entry(old: Data, new: Data) -> Data:
    if "correct" not in new:
        return new
    return {**new, "correct": unless_default(old, "correct", new["correct"], False)}


def compare(published: Data | None, current: Data) -> Change:
    """Say what of a question has changed since it was published: nothing, words, or what is asked.

    What cannot be read is compared as it stands.
    """
    if published is None:
        return "new"
    try:
        old, new = parse_question(published), parse_question(current)
    except ValidationError:
        return "none" if published == current else "structure"
    if old == new:
        return "none"
    return "words" if bones_of(old) == bones_of(new) else "structure"

"""A question as its form has it, and the edits that bring its YAML there.

What a question may be is decided in `lms.questions`; a draft may be anything on the way to it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from pydantic import ValidationError

from lms.kit.i18n import N_
from lms.questions.rules import Question
from lms.questions.types import get_type, parse_question
from lms.workshop.editing.edits import Edit
from lms.workshop.editing.items import change_items, set_keys, unless_default
from lms.workshop.pages import name_for

Data = Mapping[str, Any]
Change = Literal["new", "none", "words", "structure"]
WORDS_IN_ID = 4
TYPES = {
    "single": N_("One right choice"),
    "multiple": N_("Several right choices"),
    "true_false": N_("True or false"),
    "short_text": N_("Short answer, typed"),
}
# The order in which authors write a question's keys.
KEYS = (
    "id", "type", "objective", "article", "text", "choices", "correct", "accept", "shuffle",
    "feedback", "source",
)  # fmt: skip
CHOICE_KEYS = ("id", "text", "correct", "feedback", "source")
WITH_CHOICES = frozenset({"single", "multiple"})


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
    else:
        value["accept"] = {}
    return value


def choices_of(data: Data) -> list[Data]:
    """Return a question's choices as the file has them, as far as they are any."""
    found = data.get("choices")
    return [part for part in found if isinstance(part, Mapping)] if isinstance(found, list) else []


def arrange(choices: Sequence[Data], act: str) -> list[Data]:
    """Return the choices after a button was pressed: add, up-…, down-… or remove-… with an id."""
    arranged = list(choices)
    verb, _, name = act.partition("-")
    ids = [str(choice["id"]) for choice in arranged]
    if verb == "add":
        return [*arranged, {"id": name_for("", {*ids, "choice"}, "choice"), "text": ""}]
    if name not in ids:
        return arranged
    place = ids.index(name)
    if verb == "remove":
        del arranged[place]
    elif verb in {"up", "down"}:
        to = place + (-1 if verb == "up" else 1)
        arranged.insert(min(max(to, 0), len(ids) - 1), arranged.pop(place))
    return arranged


def question_edits(old: Data, new: Data) -> list[Edit]:
    """Return the edits that bring a question from what its file says to what its form says."""
    plain = {key: value for key, value in new.items() if key != "choices"}
    if "shuffle" in plain:
        plain["shuffle"] = unless_default(old, "shuffle", plain["shuffle"], True)
    edits = set_keys((), plain, KEYS)
    if "choices" in new:
        before = {str(choice.get("id", "")): choice for choice in choices_of(old)}
        wanted = [(str(c["id"]), _choice(before.get(str(c["id"]), {}), c)) for c in new["choices"]]
        edits += change_items(("choices",), list(before), wanted, CHOICE_KEYS)
    return edits


def _choice(old: Data, new: Data) -> Data:
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
    return "words" if _bones(old) == _bones(new) else "structure"


def _bones(question: Question) -> object:
    """Return all of a question but its words, with the names of the words that it has."""
    texts = get_type(question.type).texts(question)
    data = question.model_dump(exclude={"text", "feedback", "choices"})
    choices = [
        choice.model_dump(exclude={"text", "feedback"})
        for choice in getattr(question, "choices", ())
    ]
    return data, choices, [name for name, _ in texts]

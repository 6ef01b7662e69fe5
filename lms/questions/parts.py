"""What questions of several parts share: the parts, their checks, one value for each from a form.

What the parts are for, each type says in its own file.
"""

from collections.abc import Iterator, Mapping, Sequence

from lms.kit.i18n import N_, Text
from lms.questions.advice import Problem
from lms.questions.rules import ChoiceNotOnPaper, Prose, Raw, ResponseInvalid, Slug, Strict

FEWEST_PARTS = 2


class PartNotOnPaper(ResponseInvalid):
    """A value was sent for a part that the question does not have."""

    message = N_("This answer names a part that the question does not have.")


class PartAnsweredTwice(ResponseInvalid):
    """Several values were sent for one part."""

    message = N_("Please give one answer to each part.")


class Part(Strict):
    """One of several things in a question, with its words."""

    id: Slug
    text: Prose


def check_parts(
    parts: Sequence[Part], fewest: int = FEWEST_PARTS, most: int | None = None
) -> Iterator[Problem]:
    """Yield what is wrong with a list of parts: too few, too many, or two that are alike."""
    if len(parts) < fewest:
        yield Problem((), "too_few_parts", Text("Write at least %(count)s of them.", count=fewest))
    if most is not None and len(parts) > most:
        yield Problem((), "too_many_parts", Text("Write at most %(count)s of them.", count=most))
    yield from check_ids([part.id for part in parts])
    seen: set[str] = set()
    for index, part in enumerate(parts):
        said = " ".join(part.text.casefold().split())
        if said in seen:
            text = Text("Another one says the same. Change one of them, or remove it.")
            yield Problem((index, "text"), "part_text_twice", text)
        seen.add(said)


def check_ids(ids: Sequence[str]) -> Iterator[Problem]:
    """Yield each id of a list that an earlier entry has."""
    for index, name in enumerate(ids):
        if name in ids[:index]:
            text = Text("The id “%(id)s” is used twice. Give each entry its own.", id=name)
            yield Problem((index, "id"), "part_id_twice", text)


def read_values(raw: Raw, count: int) -> Mapping[int, str]:
    """Return the value of each field that was filled in, by its place from 1 to `count`.

    Raises `PartNotOnPaper`, `PartAnsweredTwice`.
    """
    places = {str(place): place for place in range(1, count + 1)}
    if not places.keys() >= raw.keys():
        raise PartNotOnPaper
    if any(len(values) > 1 for values in raw.values()):
        raise PartAnsweredTwice
    return {places[name]: values[0] for name, values in raw.items() if values and values[0]}


def choice_at(ids: Sequence[str], place: str) -> str:
    """Return what stands at the place that a form sent; raise `ChoiceNotOnPaper` for none."""
    at = {str(number): name for number, name in enumerate(ids, start=1)}
    if place not in at:
        raise ChoiceNotOnPaper
    return at[place]

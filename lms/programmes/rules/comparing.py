"""What differs between two definitions of a programme, in words for whoever publishes.

Whom it concerns is read in `queries.builder`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.convention.register import JOB_FAMILIES, LEVELS
from lms.kit.i18n import N_, Text
from lms.programmes.rules.definition import (
    ChoicePart,
    CoursePart,
    Definition,
    ExamPart,
    Recertification,
    Requirement,
)
from lms.programmes.rules.requirements import describe

NONE = N_("none")
NO_LIMIT = N_("No limit")
PERCENT = N_("%(number)s%%")
MONTHS = N_("%(months)s months")
COUNTS = {"participation": N_("counts for participation"),
          "achievement": N_("counts for achievement")}  # fmt: skip
WHEN = {"before": N_("before a place is given"), "during": N_("during the programme")}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: what, and what each of both says of it; nothing: it is not there.

    `name` is the own title of a requirement, in the source language, or its id.
    """

    what: Text
    name: str
    before: tuple[Text | str, ...] | None
    after: tuple[Text | str, ...] | None


def compare(before: Definition, after: Definition) -> list[Difference]:
    """Return what differs from one definition to another: facts first, then requirements."""
    return [*_compare_facts(before, after), *_compare_parts(before, after)]


def _compare_facts(before: Definition, after: Definition) -> Iterator[Difference]:
    old, new = _facts(before), _facts(after)
    for what, said in new.items():
        if old[what] != said:
            yield Difference(Text(what), "", old[what], said)


def _facts(one: Definition) -> dict[str, tuple[Text | str, ...]]:
    """Return the facts of a definition in words, by what they are called."""
    again, valid = one.recertification, one.valid_months
    renewal: tuple[Text | str, ...] = (Text(NONE),)
    if again is not None:
        opens = N_("opens %(opens)s months before the end, closes %(grace)s months after it")
        numbers = {"opens": again.opens_months_before, "grace": again.grace_months}
        renewal = (*again.parts, Text(opens, **numbers), *_hours_of(again))
    return {
        N_("Title"): tuple(f"{code}: {one.title[code]}" for code in sorted(one.title)),
        N_("Summary"): tuple(f"{code}: {one.summary[code]}" for code in sorted(one.summary)),
        N_("Intended for"): tuple(Text(JOB_FAMILIES[family]) for family in one.job_families),
        N_("Level"): (Text(LEVELS[one.level]),),
        N_("Hours"): (f"{one.hours:g}",),
        N_("Validity of an award"): (Text(MONTHS, months=valid) if valid else Text(NO_LIMIT),),
        N_("Recertification"): renewal,
        N_("Threshold for participation"): _percent(one.thresholds.participation),
        N_("Threshold for achievement"): _percent(one.thresholds.achievement),
    }


def _hours_of(again: Recertification) -> tuple[Text, ...]:
    if again.hours is None:
        return ()
    return (Text(N_("takes %(hours)s hours"), hours=f"{again.hours:g}"),)


def _percent(number: int) -> tuple[Text]:
    return (Text(PERCENT, number=number),)


def _compare_parts(before: Definition, after: Definition) -> Iterator[Difference]:
    old = {part.id: part for _, part in before.parts()}
    new = {part.id: part for _, part in after.parts()}
    for part_id, part in new.items():
        name = name_requirement(part, after.source_language)
        if part_id not in old:
            yield Difference(Text(N_("New requirement")), name, None, _say(part))
        elif _plain(old[part_id]) != _plain(part):
            what = Text(N_("Changed requirement"))
            yield Difference(what, name, _say(old[part_id]), _say(part))
    for part_id, part in old.items():
        if part_id not in new:
            name = name_requirement(part, before.source_language)
            yield Difference(Text(N_("Requirement taken away")), name, _say(part), None)
    kept = [part_id for part_id in old if part_id in new]
    if kept != [part_id for part_id in new if part_id in old]:
        yield Difference(Text(N_("Order of the requirements")), "", tuple(old), tuple(new))


def name_requirement(part: Requirement, language: str) -> str:
    """Return what a requirement is called: its own title, the course or programme, or its id."""
    if part.title:
        texts: Mapping[Any, str] = part.title
        return texts.get(language) or next(iter(texts.values()))
    if isinstance(part, CoursePart | ExamPart):
        return part.course
    return part.id


def _plain(part: Requirement) -> dict[str, Any]:
    """Return what a requirement says itself; those to choose from are compared by themselves."""
    said = part.model_dump(mode="json")
    if isinstance(part, ChoicePart):
        said["of"] = sorted(one.id for one in part.of)
    return said


def _say(part: Requirement) -> tuple[Text | str, ...]:
    told: list[Text | str] = [describe(part)]
    if isinstance(part, CoursePart) and part.from_version > 1:
        told.append(Text(N_("from version %(number)s on"), number=part.from_version))
    if isinstance(part, ExamPart) and part.before:
        told.append(Text(N_("pre-test: %(activity)s"), activity=part.before))
    if isinstance(part, ChoicePart):
        told += [one.id for one in part.of]
    told += [Text(COUNTS[part.counts_for]), Text(WHEN[part.when])]
    if part.is_recognisable:
        told.append(Text(N_("prior learning can be recognised")))
    told += [f"{code}: {text}" for code, text in sorted((part.title or {}).items())]
    brief: Mapping[Any, str] = getattr(part, "brief", {})
    return (*told, *(f"{code}: {text}" for code, text in sorted(brief.items())))

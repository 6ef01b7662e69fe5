"""What the definition of a programme may say; unknown keys are refused, each problem has its place.

Whether the courses and programmes that it names exist is checked by `queries.references`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import AfterValidator, Field, ValidationError, model_validator

from lms.content.format import Count, Language, Level, Percent
from lms.convention.register import JOB_FAMILIES
from lms.kit.i18n import N_, Text, native_name
from lms.kit.ids import digest
from lms.programmes.rules.errors import DefinitionNotReady
from lms.programmes.rules.explaining import explain
from lms.questions.advice import Place, Problem, as_error, refuse
from lms.questions.rules import Prose, Slug, Strict

Texts: TypeAlias = Annotated[dict[Language, Prose], Field(min_length=1)]
Counting: TypeAlias = Literal["participation", "achievement"]
When: TypeAlias = Literal["before", "during"]
Hours: TypeAlias = Annotated[float, Field(ge=0.5, le=5000)]
Months: TypeAlias = Annotated[int, Field(ge=1, le=240, strict=True)]
NO_TEXT = N_(
    "The text is missing in %(language)s, the language of the programme. Write it there first."
)


def _check_family(value: str) -> str:
    if value not in JOB_FAMILIES:
        names = ", ".join(sorted(JOB_FAMILIES))
        raise as_error("no_family", Text(N_("Use one of: %(names)s."), names=names))
    return value


class Part(Strict):
    """What every requirement has: its id, a title where it has one of its own, what it counts for.

    `when` it is to be met: before somebody gets a place, or in the cohort. A recognisable one can
    be met by proof of prior learning.
    """

    id: Slug
    title: Texts | None = None
    counts_for: Counting = "participation"
    is_recognisable: bool = False
    when: When = "during"


class CoursePart(Part):
    """A course completed in a version or a later one; `kind` is that of its completion."""

    type: Literal["course"]
    course: Slug
    from_version: Count = 1
    kind: Counting = "participation"


class ExamPart(Part):
    """A quiz of a course, with the least points in percent.

    `before` is the quiz of the same course from which on the gain is measured: its pre-test.
    """

    type: Literal["exam"]
    course: Slug
    activity: Slug
    points: Percent
    before: Slug | None = None


class AttendancePart(Part):
    """Presence at so many of the sessions that are held."""

    type: Literal["attendance"]
    sessions: Count


class ProductPart(Part):
    """A piece of work from the own workplace, graded, with the least points in percent."""

    type: Literal["product"]
    brief: Texts
    points: Percent


class TeachingPart(Part):
    """A session taught and assessed, with the least points in percent."""

    type: Literal["teaching"]
    brief: Texts
    points: Percent


class ProgrammePart(Part):
    """Another programme completed, with an award that is valid."""

    type: Literal["programme"]
    programme: Slug


Single: TypeAlias = Annotated[
    CoursePart | ExamPart | AttendancePart | ProductPart | TeachingPart | ProgrammePart,
    Field(discriminator="type"),
]


class ChoicePart(Part):
    """So many of several requirements: the electives."""

    type: Literal["choice"]
    at_least: Count
    of: Annotated[tuple[Single, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _check_enough(self) -> "ChoicePart":
        if self.at_least > len(self.of):
            text = N_("Only %(count)s can be chosen from. Ask for fewer, or add more.")
            problem = Problem(("at_least",), "too_many", Text(text, count=len(self.of)))
            refuse("choice", [problem])
        return self


Requirement: TypeAlias = Annotated[
    CoursePart
    | ExamPart
    | AttendancePart
    | ProductPart
    | TeachingPart
    | ProgrammePart
    | ChoicePart,
    Field(discriminator="type"),
]


class Thresholds(Strict):
    """From where on participation and achievement are certified.

    `participation`: the share of the requirements that count for it, in percent. `achievement`: the
    mean of the points of those that count for it and are marked; each has its own minimum besides.
    """

    participation: Percent = 100
    achievement: Percent = 0


class Recertification(Strict):
    """How an award is renewed: which requirements again, from when, and how long after its end.

    `hours` are those of what is done again; where they are not said, those of its courses.
    """

    parts: Annotated[tuple[Slug, ...], Field(min_length=1)]
    hours: Hours | None = None
    opens_months_before: Months = 3
    grace_months: Annotated[int, Field(ge=0, le=240, strict=True)] = 0


class Definition(Strict):
    """The curriculum of a programme; each text stands in its source language at least."""

    title: Texts
    summary: Texts
    source_language: Language
    job_families: tuple[Annotated[Slug, AfterValidator(_check_family)], ...] = ("all",)
    level: Level
    hours: Hours
    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    valid_months: Months | None = None
    recertification: Recertification | None = None
    thresholds: Thresholds = Thresholds()

    @model_validator(mode="after")
    def _check_whole(self) -> "Definition":
        found = (self._untold(), self._doubled(), self._uncounted(), self._expiry())
        refuse("programme", chain.from_iterable(found))
        return self

    def _untold(self) -> Iterator[Problem]:
        for place, texts in self._texts():
            if self.source_language not in texts:
                name = native_name(self.source_language)
                yield Problem(place, "no_source_text", Text(NO_TEXT, language=name))

    def _texts(self) -> Iterator[tuple[Place, Mapping[Language, str]]]:
        yield ("title",), self.title
        yield ("summary",), self.summary
        for place, part in self.parts():
            if part.title is not None:
                yield (*place, "title"), part.title
            if isinstance(part, ProductPart | TeachingPart):
                yield (*place, "brief"), part.brief

    def parts(self) -> Iterator[tuple[Place, Requirement]]:
        """Yield each requirement with its place, those to choose from after their choice."""
        for index, part in enumerate(self.requirements):
            yield ("requirements", index), part
            if isinstance(part, ChoicePart):
                for number, one in enumerate(part.of):
                    yield ("requirements", index, "of", number), one

    def _doubled(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for place, part in self.parts():
            if part.id in seen:
                text = N_("There is a requirement “%(id)s” already. Give this one another id.")
                yield Problem((*place, "id"), "doubled", Text(text, id=part.id))
            seen.add(part.id)

    def _uncounted(self) -> Iterator[Problem]:
        if all(part.when == "before" for part in self.requirements):
            text = N_("Add a requirement that is met during the programme.")
            yield Problem(("requirements",), "nothing_during", Text(text))
        for place, part in self.parts():
            if isinstance(part, ExamPart) and part.before == part.activity:
                text = N_("A quiz is not its own pre-test. Choose another, or none.")
                yield Problem((*place, "before"), "own_pretest", Text(text))
            if part.when == "before" and isinstance(part, AttendancePart):
                text = N_("Sessions are attended during the programme. Choose “during”.")
                yield Problem((*place, "when"), "attended_before", Text(text))

    def _expiry(self) -> Iterator[Problem]:
        again = self.recertification
        if again is None:
            return
        if self.valid_months is None:
            text = N_("Say for how many months an award is valid, or remove the recertification.")
            yield Problem(("valid_months",), "never_expires", Text(text))
        elif again.opens_months_before >= self.valid_months:
            text = N_("An award is valid for %(months)s months. Let recertification open later.")
            place = ("recertification", "opens_months_before")
            yield Problem(place, "opens_early", Text(text, months=self.valid_months))
        known = {part.id for part in self.requirements}
        for index, name in enumerate(again.parts):
            if name not in known:
                text = N_("There is no requirement “%(id)s”. Choose among those above.")
                place_of_part = ("recertification", "parts", index)
                yield Problem(place_of_part, "no_requirement", Text(text, id=name))


TYPES: Mapping[str, type[Part]] = {
    str(get_args(kind.model_fields["type"].annotation)[0]): kind
    for kind in (
        CoursePart,
        ExamPart,
        AttendancePart,
        ProductPart,
        TeachingPart,
        ProgrammePart,
        ChoicePart,
    )
}


def find_problems(draft: object) -> list[Problem]:
    """Return what keeps a draft from being a definition: where, a code, and what to do."""
    try:
        definition = Definition.model_validate(draft)
    except ValidationError as error:
        return explain(error, TYPES, _keys_at(draft))
    return list(_find_unreachable(definition))


def _find_unreachable(definition: Definition) -> Iterator[Problem]:
    """Yield a threshold that nothing counts for; versions that were published with one stay so."""
    counting = (part.counts_for for part in definition.requirements)
    if definition.thresholds.achievement and "achievement" not in counting:
        text = N_(
            "Nothing counts for achievement: let a requirement count for it, or set its threshold "
            "to 0."
        )
        yield Problem(("thresholds", "achievement"), "nothing_achieved", Text(text))


def _keys_at(draft: object) -> Callable[[Place], list[str]]:
    """Return which keys may stand at a place of this draft."""
    inner: Mapping[str, type[Strict]] = {
        "thresholds": Thresholds,
        "recertification": Recertification,
    }

    def known(place: Place) -> list[str]:
        if not place:
            return list(Definition.model_fields)
        if place[0] in inner:
            return list(inner[str(place[0])].model_fields)
        value: Any = draft
        for step in place:
            value = value[step]
        return list(TYPES.get(str(value.get("type")), Part).model_fields)

    return known


def read_definition(draft: object) -> Definition:
    """Return a draft as a definition; raise `DefinitionNotReady`, which says what is wrong."""
    problems = find_problems(draft)
    if problems:
        raise DefinitionNotReady(problems)
    return Definition.model_validate(draft)


def write_definition(definition: Definition) -> dict[str, Any]:
    """Return a definition as plain JSON values; what is as it is by default is left out."""
    written: dict[str, Any] = definition.model_dump(mode="json", exclude_defaults=True)
    return written


def content_hash(definition: Definition) -> str:
    """Return the SHA-256 of what a definition says, whatever the order of its keys."""
    plain = write_definition(definition)
    return digest(json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")))

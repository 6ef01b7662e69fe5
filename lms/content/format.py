"""The course format: what `course.yaml` and the quizzes may say, unknown keys refused.

Questions are parsed by `lms.questions`; rules that span several files are in `validator`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from lms.kit.i18n import N_, Text
from lms.questions.advice import Problem, as_error, refuse
from lms.questions.blueprints import BlueprintRow
from lms.questions.cases import Of
from lms.questions.rules import Prose, Slug, Strict, written_number

Language: TypeAlias = Literal["ar", "zh", "en", "fr", "ru", "es"]
Level: TypeAlias = Literal["awareness", "foundation", "practitioner", "expert", "trainer"]
Percent: TypeAlias = Annotated[int, Field(ge=0, le=100, strict=True)]
Count: TypeAlias = Annotated[int, Field(ge=1, le=100_000, strict=True)]
Name: TypeAlias = Annotated[Prose, BeforeValidator(written_number)]

COURSE_FILE = "course.yaml"
PAGE = r"pages/[\w./-]+\.md"
QUIZ = r"quizzes/[\w./-]+\.yaml"
BANK = r"questions/[\w./-]+\.yaml"


class Objective(Strict):
    """One thing that people can do after the course."""

    id: Slug
    text: Prose


class ActivityFile(Strict):
    """A page or a quiz at its place in a module."""

    id: Slug
    page: Annotated[str, Field(pattern=f"^{PAGE}$")] | None = None
    quiz: Annotated[str, Field(pattern=f"^{QUIZ}$")] | None = None
    title: Name | None = None
    minutes: Count | None = None

    @model_validator(mode="after")
    def _check_one(self) -> "ActivityFile":
        if (self.page is None) == (self.quiz is None):
            raise as_error(
                "page_or_quiz",
                Text(N_(
                    "Give the activity either a page (“page: pages/….md”) or a quiz "
                    "(“quiz: quizzes/….yaml”)."
                )),
            )  # fmt: skip
        return self


class ModuleFile(Strict):
    """A part of the course; `requires` names modules to be done before."""

    id: Slug
    title: Name
    requires: tuple[Slug, ...] = ()
    activities: Annotated[tuple[ActivityFile, ...], Field(min_length=1)]


class Participation(Strict):
    """The share of the pages to be read, in percent."""

    visited: Percent


class Achievement(Strict):
    """The activity whose quiz decides, and the points needed, in percent."""

    quiz: Slug
    points: Percent


class CompletionFile(Strict):
    """What counts as having completed the course."""

    participation: Participation | None = None
    achievement: Achievement | None = None

    @model_validator(mode="after")
    def _check_any(self) -> "CompletionFile":
        if self.participation is None and self.achievement is None:
            raise as_error(
                "no_completion",
                Text(N_("Say what completes the course: participation, achievement or both.")),
            )
        return self


class Review(Strict):
    """Who has checked the course: so far, whether against the official text."""

    against_official_text: bool = False


class CourseFile(Strict):
    """`course.yaml`."""

    id: Slug
    source_language: Language
    title: Name
    summary: Prose
    articles: tuple[Annotated[int, Field(strict=True)], ...] = ()
    topics: tuple[str, ...] = ()
    job_families: tuple[Slug, ...] = ("all",)
    level: Level
    hours: Annotated[float, Field(gt=0, le=1000)]
    objectives: tuple[Objective, ...] = ()
    modules: Annotated[tuple[ModuleFile, ...], Field(min_length=1)]
    completion: CompletionFile
    valid_months: Count | None = None
    review: Review = Review()

    @property
    def activities(self) -> tuple[ActivityFile, ...]:
        """Return the activities of all modules, in order."""
        return tuple(activity for module in self.modules for activity in module.activities)


class Section(Strict):
    """A draw from a bank, so many or by a blueprint; `from_` is written `from` in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    draw: Count | None = None
    from_: Annotated[str, Field(alias="from", pattern=f"^{BANK}$")]
    by: Literal["objective", "article"] | None = None
    without: Slug | None = None
    of: Of | None = None
    blueprint: tuple[BlueprintRow, ...] | None = None

    @property
    def count(self) -> int:
        """Return how many are drawn: questions, or with `of` whole cases."""
        return self.draw or sum(row.draw for row in self.blueprint or ())

    @model_validator(mode="after")
    def _check_number(self) -> "Section":
        if (self.draw is None) == (self.blueprint is None):
            raise as_error(
                "draw_or_blueprint",
                Text(N_("Give the section either a number (“draw: …”) or a “blueprint”.")),
            )
        if self.blueprint == ():
            raise as_error(
                "empty_blueprint",
                Text(N_("The blueprint is empty. Say of one row at least how many it draws.")),
            )
        if self.blueprint and (self.by or self.of):
            raise as_error(
                "blueprint_alone",
                Text(N_("A blueprint says itself what is drawn. Remove “by” and “of”.")),
            )
        return self

    @model_validator(mode="after")
    def _check_whole(self) -> "Section":
        if self.of and self.by:
            raise as_error(
                "balanced_cases",
                Text(N_("Whole cases are drawn by chance. Remove “by”, or “of”.")),
            )
        return self


class Quiz(Strict):
    """A file in `quizzes/`: limits, what is drawn, in which order, how it is taken and shown."""

    id: Slug
    title: Name
    minutes: Count | None = None
    grace_minutes: Count | None = None
    attempts: Count | None = None
    pass_points: Percent = 0
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    order: Literal["shuffled", "fixed"] = "shuffled"
    feedback: Literal["after_finish", "never"] = "after_finish"
    navigation: Literal["free", "forward"] = "free"
    layout: Literal["one", "all"] = "one"
    forms: Annotated[int, Field(ge=2, le=20, strict=True)] | None = None
    exposure: Annotated[int, Field(ge=1, le=100, strict=True)] | None = None
    wait_hours: Count | None = None
    honour_statement: bool = False
    language_switch: bool = False

    @model_validator(mode="after")
    def _check_grace(self) -> "Quiz":
        if self.grace_minutes and not self.minutes:
            raise as_error(
                "grace_without_time",
                Text(N_("Grace means something only where “minutes” sets a time limit.")),
            )
        return self

    @model_validator(mode="after")
    def _check_forms(self) -> "Quiz":
        if self.forms and any(section.without for section in self.sections):
            text = Text(N_(
                "A form is the same for everybody, and what is kept apart differs from person to "
                "person. Remove “forms”, or “without”; or give the other quiz forms."
            ))  # fmt: skip
            refuse("Quiz", [Problem(("forms",), "forms_without", text)])
        return self

    @model_validator(mode="after")
    def _check_layout(self) -> "Quiz":
        text = Text(N_(
            "All questions on one page cannot go forward only: whoever sees all may answer all. "
            "Remove “layout: all”, or “navigation: forward”."
        ))  # fmt: skip
        if self.layout == "all" and self.navigation == "forward":
            refuse("Quiz", [Problem(("layout",), "all_goes_both_ways", text)])
        return self


class MediaNote(Strict):
    """`media/<file>.yaml`: what is to be known of a picture, a film or a document."""

    alt: Prose | None = None
    credit: Prose | None = None
    licence: Prose | None = None
    source: Prose | None = None


# The models of nested entries by the keys on the way to them, for advice on unknown keys.
PARTS: Mapping[tuple[str, ...], type[Strict]] = MappingProxyType(
    {
        ("objectives",): Objective,
        ("modules",): ModuleFile,
        ("modules", "activities"): ActivityFile,
        ("completion",): CompletionFile,
        ("completion", "participation"): Participation,
        ("completion", "achievement"): Achievement,
        ("review",): Review,
        ("sections",): Section,
        ("sections", "blueprint"): BlueprintRow,
    }
)


def known_keys(model: type[Strict], place: tuple[str | int, ...]) -> list[str]:
    """Return the keys that may stand at a place of a file, as they are written."""
    names = tuple(part for part in place if isinstance(part, str))
    part = PARTS.get(names) if names else model
    if part is None:
        return []
    return [field.alias or name for name, field in part.model_fields.items()]

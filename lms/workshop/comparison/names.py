"""How the fields of a course's files are called to people, and their values that are codes.

The words are those of the forms in which they are entered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lms.convention.register import JOB_FAMILIES, LEVELS
from lms.kit.i18n import N_, NATIVE_NAMES
from lms.questions.cases import CASE_FILE
from lms.questions.levels import COGNITIVE_LEVELS
from lms.workshop.editing.parts import SCORINGS
from lms.workshop.editing.questions import TYPES
from lms.workshop.editing.quizzes import BALANCES, FEEDBACKS, LAYOUTS, NAVIGATIONS, ORDERS, WHOLES
from lms.workshop.editing.uploads import KIND_NAMES

# So much of a question's text stands for it where it is named.
LONGEST_NAME = 80


@dataclass(frozen=True)
class Names:
    """The words for one kind of entry, by the keys on the way to a field, joined by dots.

    `items` name one of a list by its number; `main` are the fields that are what an item is,
    called by the item's name alone.
    """

    fields: Mapping[str, str]
    items: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    main: frozenset[str] = frozenset()


COURSE = Names(
    {
        "source_language": N_("Language it is written in"),
        "title": N_("Title"),
        "summary": N_("Summary"),
        "objectives": N_("Objectives"),
        "articles": N_("Articles of the Convention"),
        "topics": N_("Topics of article 60(1)"),
        "job_families": N_("For whom"),
        "level": N_("Level"),
        "hours": N_("Hours"),
        "completion.participation.visited": N_("Pages to be read, in percent"),
        "completion.achievement.quiz": N_("Quiz that decides"),
        "completion.achievement.points": N_("Points needed in it, in percent"),
        "valid_months": N_("Certificates are valid for, in months"),
        "review.against_official_text": N_("Compared with the official text of the Convention"),
    },
    items={"objectives": N_("Objective %(number)s")},
    values={"level": LEVELS, "job_families": JOB_FAMILIES, "source_language": NATIVE_NAMES},
    main=frozenset({"objectives.text"}),
)
MODULE = Names({"title": N_("Title of the module"), "requires": N_("To be done before")})
ACTIVITY = Names({
    "title": N_("Title in the outline"),
    "minutes": N_("Minutes"),
    "page": N_("File of the page"),
    "quiz": N_("File of the quiz"),
})  # fmt: skip
QUESTION = Names(
    {
        "type": N_("Type"),
        "text": N_("What is asked?"),
        "choices": N_("Choices"),
        "choices.text": N_("Choice"),
        "choices.correct": N_("Right"),
        "choices.feedback": N_("What is said to those who choose it"),
        "choices.source": N_("Source"),
        "shuffle": N_("Mix the choices on each paper"),
        "prompts": N_("What is given"),
        "prompts.text": N_("Words"),
        "prompts.match": N_("Belongs to"),
        "targets": N_("What it may belong to"),
        "targets.text": N_("Words"),
        "reuse": N_("A target may belong to several prompts"),
        "items": N_("Items"),
        "items.text": N_("Words"),
        "scoring": N_("Points"),
        "rows": N_("Rows"),
        "rows.text": N_("Words"),
        "rows.correct": N_("Right column"),
        "columns": N_("Columns"),
        "columns.text": N_("Words"),
        "start": N_("It begins with"),
        "scenes": N_("Scenes"),
        "scenes.text": N_("What happens"),
        "scenes.options": N_("Options"),
        "scenes.options.text": N_("What can be done"),
        "scenes.options.to": N_("Leads to"),
        "scenes.options.points": N_("Points"),
        "scenes.options.feedback": N_("What is said to those who choose it"),
        "steps": N_("Steps"),
        "steps.text": N_("Words"),
        "variables": N_("Numbers drawn for each paper"),
        "answer": N_("Right number"),
        "tolerance": N_("Tolerance"),
        "unit.accept": N_("Unit"),
        "unit.required": N_("Unit needed for all points"),
        "gaps": N_("Gaps"),
        **{f"gaps.accept.{code}": name for code, name in NATIVE_NAMES.items()},
        "gaps.choices": N_("Choices"),
        "gaps.choices.text": N_("Choice"),
        "gaps.choices.correct": N_("Right"),
        "files": N_("Files at most"),
        "megabytes": N_("Size of a file at most, in MB"),
        "kinds": N_("Kinds of files"),
        "correct": N_("The statement is"),
        **{f"accept.{code}": name for code, name in NATIVE_NAMES.items()},
        "case": N_("Case file"),
        "documents": N_("Documents"),
        "documents.title": N_("Title"),
        "documents.text": N_("Text"),
        "documents.media": N_("File"),
        "documents.alt": N_("Alternative text"),
        "objective": N_("Objective"),
        "article": N_("Article of the Convention"),
        "level": N_("Cognitive level"),
        "feedback": N_("What is said to everybody afterwards"),
        "source": N_("Source"),
    },
    items={
        "choices": N_("Choice %(number)s"),
        "prompts": N_("Prompt %(number)s"),
        "targets": N_("Target %(number)s"),
        "items": N_("Item %(number)s"),
        "scenes": N_("Scene %(number)s"),
        "scenes.options": N_("Option %(number)s"),
        "steps": N_("Step %(number)s"),
        "rows": N_("Row %(number)s"),
        "columns": N_("Column %(number)s"),
        "gaps": N_("Gap %(number)s"),
        "gaps.choices": N_("Choice %(number)s"),
        "documents": N_("Document %(number)s"),
    },
    values={
        "type": TYPES,
        "correct": {"True": N_("True"), "False": N_("False")},
        "scoring": SCORINGS,
        "level": COGNITIVE_LEVELS,
        "kinds": KIND_NAMES,
    },
    main=frozenset({"documents.title"})
    | frozenset(
        f"{part}.text"
        for part in (
            "choices",
            "prompts",
            "targets",
            "items",
            "scenes",
            "scenes.options",
            "steps",
            "rows",
            "columns",
            "gaps.choices",
        )
    ),
)
_CASE = replace(QUESTION, fields={**QUESTION.fields, "text": N_("What the case is about")})
QUIZ = Names(
    {
        "title": N_("Title"),
        "minutes": N_("Minutes"),
        "grace_minutes": N_("Grace, in minutes"),
        "attempts": N_("Attempts"),
        "wait_hours": N_("Hours between two attempts"),
        "pass_points": N_("Points to pass, in percent"),
        "sections.draw": N_("Number of questions"),
        "sections.blueprint": N_("Blueprint"),
        "sections.blueprint.draw": N_("Number of questions"),
        "sections.blueprint.objective": N_("Objective"),
        "sections.blueprint.article": N_("Article of the Convention"),
        "sections.blueprint.level": N_("Cognitive level"),
        "sections.of": N_("What is drawn"),
        "sections.from": N_("From the bank"),
        "sections.by": N_("Balanced"),
        "sections.without": N_("Without the questions of"),
        "order": N_("Order of the questions"),
        "feedback": N_("Right answers and feedback"),
        "navigation": N_("Way through the questions"),
        "layout": N_("Questions on the page"),
        "forms": N_("Number of parallel forms"),
        "exposure": N_("Limit of exposure, in percent"),
        "honour_statement": N_("The statement of honour has to be confirmed before the start"),
        "language_switch": N_("The language of the questions may be changed on the way"),
    },
    items={
        "sections": N_("Section %(number)s"),
        "sections.blueprint": N_("Row %(number)s"),
    },
    values={
        "sections.blueprint.level": COGNITIVE_LEVELS,
        "order": ORDERS,
        "feedback": FEEDBACKS,
        "navigation": NAVIGATIONS,
        "layout": LAYOUTS,
        "sections.by": BALANCES,
        "sections.of": WHOLES,
    },
)
NOTE = Names({
    "alt": N_("Alternative text"),
    "credit": N_("Made by"),
    "licence": N_("Licence"),
    "source": N_("Where it comes from"),
})  # fmt: skip


def names_of(question: Mapping[str, Any]) -> Names:
    """Return the names for the fields of a question, or of a case file, which asks nothing."""
    return _CASE if question.get("type") == CASE_FILE else QUESTION

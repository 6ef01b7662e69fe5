"""Compiles a version's texts in one language: outline, pages and questions as finished HTML.

Done once, at publication; no request does Markdown. Structure is always the version's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lms.content.format import COURSE_FILE, ActivityFile
from lms.content.reader import Course
from lms.content.rendering import render_question
from lms.content.variants import find_variants
from lms.content.wording import Wording
from lms.kit.i18n import N_, translate
from lms.units import markdown
from lms.units.figures import Media
from lms.units.markdown import Setting
from lms.units.unit import Key, join_lines

# What stands above a box, and the name of the way back from a footnote, in the text's language.
LABELS = {
    "note": N_("Note"),
    "case": N_("Case"),
    "example": N_("Worked example"),
    "task": N_("Your task"),
    "back": N_("Back to the text"),
    "transcript": N_("Transcript"),
}


@dataclass(frozen=True, slots=True)
class CompiledPage:
    """A page's HTML; `is_older`: a text on it was made from an earlier wording of the source."""

    activity_id: str
    html: str
    is_older: bool


@dataclass(frozen=True)
class Compiled:
    """An edition, ready to be stored: outline as plain values, pages, texts of questions."""

    outline: dict[str, Any]
    pages: tuple[CompiledPage, ...]
    items: Mapping[str, Mapping[str, str]]


def labels_in(language: str) -> dict[str, str]:
    """Return what stands above boxes and beside footnotes, in the language of the text."""
    return {name: translate(language, label) for name, label in LABELS.items()}


def media_address(version_id: str) -> str:
    """Return the address that the paths of a version's media are put behind."""
    return f"/media/{version_id}/"


def compile_edition(
    course: Course,
    language: str,
    wordings: Mapping[Key, Wording],
    media: str,
    known: Media | None = None,
) -> Compiled:
    """Compile a course in a language; a unit without a wording stays in the source language.

    `media` is put before the paths of media; `known` is what is known of them.
    """
    setting = Setting(
        source_language=course.head.source_language,
        translations={key: wording.text for key, wording in wordings.items()},
        labels=labels_in(language),
        media=media,
        links={a.page: a.id for a in course.head.activities if a.page},
        known=known or Media(),
    )
    older = {key for key, wording in wordings.items() if wording.is_older}
    compiler = _Compiler(course, language, setting, older)
    return Compiled(compiler.outline(), compiler.pages(), compiler.items())


class _Compiler:
    """What the parts of an edition are made from."""

    def __init__(self, course: Course, language: str, setting: Setting, older: set[Key]) -> None:
        self.course = course
        self.language = language
        self.setting = setting
        self.older = older

    def text(self, file: str, field: str, source: str) -> str:
        """Return a plain text of a YAML file in the language at hand."""
        source = join_lines(source)
        return (self.setting.translations or {}).get(Key(f"{file}#{field}", source), source)

    def outline(self) -> dict[str, Any]:
        head = self.course.head
        return {
            "title": self.text(COURSE_FILE, "title", head.title),
            "summary": self.text(COURSE_FILE, "summary", head.summary),
            "objectives": [
                [o.id, self.text(COURSE_FILE, f"objectives.{o.id}.text", o.text)]
                for o in head.objectives
            ],
            "modules": [
                {
                    "id": module.id,
                    "title": self.text(COURSE_FILE, f"modules.{module.id}.title", module.title),
                    "requires": list(module.requires),
                    "activities": [self.activity(activity) for activity in module.activities],
                }
                for module in head.modules
            ],
        }

    def activity(self, activity: ActivityFile) -> dict[str, Any]:
        quiz = self.course.quizzes[activity.quiz] if activity.quiz else None
        return {
            "id": activity.id,
            "kind": "quiz" if quiz else "page",
            "title": self.title(activity),
            "minutes": activity.minutes or (quiz.minutes if quiz else None),
            "quiz_id": quiz.id if quiz else None,
        }

    def title(self, activity: ActivityFile) -> str:
        if activity.title:
            return self.text(COURSE_FILE, f"activities.{activity.id}.title", activity.title)
        if activity.quiz:
            return self.text(activity.quiz, "title", self.course.quizzes[activity.quiz].title)
        file = activity.page or ""
        unit = markdown.title(file, self.course.pages[file])
        if unit is None:
            return activity.id
        return markdown.words((self.setting.translations or {}).get(unit.key, unit.text))

    def pages(self) -> tuple[CompiledPage, ...]:
        return tuple(
            self.page(activity.id, activity.page)
            for activity in self.course.head.activities
            if activity.page
        )

    def page(self, activity_id: str, file: str) -> CompiledPage:
        text = self.course.pages[file]
        setting = self.setting
        html = markdown.render(
            text,
            replace(setting, file=file, variants=find_variants(self.course, file, self.language)),
        )
        is_older = any(unit.key in self.older for unit in markdown.extract(file, text))
        return CompiledPage(activity_id, html, is_older)

    def items(self) -> dict[str, dict[str, str]]:
        return {
            question.id: render_question(question, f"{file}#{question.id}", self.setting)
            for file, _at, question in self.course.questions()
        }

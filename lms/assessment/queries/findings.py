"""What the pages of an analysis show beside its figures: the words of its questions.

The figures themselves are kept as they were reckoned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.assessment.queries.analyses import AnalysisRow
from lms.assessment.queries.pages import get_library
from lms.assessment.rules import name_questions
from lms.content import queries as content
from lms.content.queries import CourseRow, Outline
from lms.questions.rules import Question
from lms.questions.true_false import WORDS, TrueFalseQuestion
from lms.units.unit import Key, join_lines


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question as a trainer reads it; `choices` are by id, `unit` is what translators know it by.

    `text` and `choices` are finished HTML in `language`.
    """

    text: str
    choices: Mapping[str, str]
    language: str
    unit: Key


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """An analysis with the words of its questions, by name, in the newest version that has them."""

    row: AnalysisRow
    outline: Outline
    words: Mapping[str, QuestionWords]

    def title_of(self, activity_id: str) -> str:
        """Return what the course calls a quiz; its id where the version no longer has it."""
        activity = self.outline.find_activity(activity_id)
        return activity.title if activity else activity_id


def get_findings_page(course: CourseRow, row: AnalysisRow, language: str) -> FindingsPage:
    """Return what the page of an analysis shows."""
    versions = [
        each for each in content.list_versions(course.id) if each.number in row.wish.versions
    ]
    outlines = content.get_outlines([(version.id, language) for version in versions])
    names = {question.item for question in row.found.questions}
    return FindingsPage(row, outlines[0], _words(outlines, names))


def _words(outlines: Sequence[Outline], wanted: set[str]) -> dict[str, QuestionWords]:
    items = {outline.version_number: content.get_items(outline.version_id) for outline in outlines}
    named = name_questions(list(items.items()))
    words: dict[str, QuestionWords] = {}
    for outline in outlines:
        number, banks = outline.version_number, _banks(outline.version_id)
        names = {item_id: named[number, item_id] for item_id in items[number]}
        texts = content.get_item_texts(outline.edition_id, names)
        for item_id, name in names.items():
            if name in wanted and name not in words:
                question = items[number][item_id]
                words[name] = QuestionWords(
                    texts[item_id]["text"],
                    _choices(question, texts[item_id], outline.language),
                    outline.language,
                    Key(f"{banks[item_id]}#{item_id}.text", join_lines(question.text)),
                )
    return words


def _banks(version_id: str) -> dict[str, str]:
    """Return the bank of each question."""
    banks = get_library(version_id).banks
    return {question.id: file for file, questions in banks.items() for question in questions}


def _choices(question: Question, texts: Mapping[str, str], language: str) -> dict[str, str]:
    if isinstance(question, TrueFalseQuestion):
        return {name: text.in_language(language) for name, text in WORDS.items()}
    named = ((path.split("."), text) for path, text in texts.items())
    return {path[1]: text for path, text in named if path[0] == "choices" and path[-1] == "text"}

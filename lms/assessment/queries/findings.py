"""What the pages of an analysis show beside its figures: the words of its questions.

The figures themselves are kept as they were reckoned.
"""

from collections.abc import Iterator, Mapping, Sequence
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
    """A question as a trainer reads it; `unit` is what translators know it by.

    `text`, the `parts` by id, and the `choices` by part and id are finished HTML in `language`; a
    choice that every part has stands under the empty part.
    """

    text: str
    parts: Mapping[str, str]
    choices: Mapping[tuple[str, str], str]
    language: str
    unit: Key

    def choice(self, part: str, name: str) -> str:
        """Return the words of a choice; empty where it has none of its own."""
        return self.choices.get((part, name)) or self.choices.get(("", name), "")


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
                    _parts(texts[item_id]),
                    _choices(question, texts[item_id], outline.language),
                    outline.language,
                    Key(f"{banks[item_id]}#{item_id}.text", join_lines(question.text)),
                )
    return words


def _banks(version_id: str) -> dict[str, str]:
    """Return the bank of each question."""
    banks = get_library(version_id).banks
    return {question.id: file for file, questions in banks.items() for question in questions}


# Under what the words of parts stand in a question, and those of choices that all parts share.
_OF_PARTS = frozenset({"prompts", "rows", "items", "scenes"})
_OF_CHOICES = frozenset({"choices", "targets", "columns"})
# `gaps.<gap>.choices.<choice>.text`, `scenes.<scene>.options.<option>.text`.
_OF_ITS_OWN = 5


def _paths(texts: Mapping[str, str]) -> Iterator[tuple[list[str], str]]:
    for path, text in texts.items():
        names = path.split(".")
        if names[-1] == "text":
            yield names, text


def _parts(texts: Mapping[str, str]) -> dict[str, str]:
    return {
        names[1]: text
        for names, text in _paths(texts)
        if names[0] in _OF_PARTS and len(names) < _OF_ITS_OWN
    }


def _choices(
    question: Question, texts: Mapping[str, str], language: str
) -> dict[tuple[str, str], str]:
    if isinstance(question, TrueFalseQuestion):
        return {("", name): text.in_language(language) for name, text in WORDS.items()}
    found = {}
    for names, text in _paths(texts):
        if len(names) == _OF_ITS_OWN:
            found[names[1], names[3]] = text
        elif names[0] in _OF_CHOICES:
            found["", names[1]] = text
    return found

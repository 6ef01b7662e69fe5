"""Reads the files of a course into typed values, and notes every problem on the way.

What must hold between files is checked in `lms.content.validator`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from lms.content import yaml
from lms.content.format import COURSE_FILE, CourseFile, MediaNote, Quiz, known_keys
from lms.content.problems import Problem
from lms.kit.i18n import N_, Text
from lms.questions.advice import advise
from lms.questions.rules import Question, Strict
from lms.questions.types import parse_question
from lms.units import po

Files = Mapping[str, bytes]
Parsed = TypeVar("Parsed", bound=Strict)


@dataclass
class Course:
    """A course as its files say; parts that could not be read are absent.

    `course` is the content of `course.yaml`. Pages, quizzes, banks and catalogues are keyed by
    their path, catalogues by their language. `variants` are what may stand in the place of boxes.
    """

    files: Files
    course: CourseFile | None = None
    documents: dict[str, yaml.Document] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    quizzes: dict[str, Quiz] = field(default_factory=dict)
    banks: dict[str, tuple[Question, ...]] = field(default_factory=dict)
    catalogues: dict[str, po.Catalogue] = field(default_factory=dict)
    variants: dict[str, str] = field(default_factory=dict)

    @property
    def head(self) -> CourseFile:
        """Return the content of `course.yaml`, of a course that was found without problems."""
        if self.course is None:
            raise ValueError("course.yaml could not be read")
        return self.course

    def line(self, file: str, *path: str | int) -> int:
        """Return the line of a value in one of the YAML files."""
        document = self.documents.get(file)
        return document.line(path) if document else 1

    def questions(self) -> Iterator[tuple[str, int, Question]]:
        """Yield every question with its file and its place in that file."""
        for file, bank in self.banks.items():
            for place, question in enumerate(bank):
                yield file, place, question


def read_course(files: Files) -> tuple[Course, list[Problem]]:
    """Read all files; what is broken is reported and left out, the rest is read."""
    course = Course(files)
    problems: list[Problem] = []
    if COURSE_FILE not in files:
        problems.append(_missing_course())
    for file in sorted(files):
        problems += _read_file(course, file)
    return course, problems


def _missing_course() -> Problem:
    return Problem(
        COURSE_FILE, 1, "",
        Text(N_("There is no course.yaml.")),
        Text(N_("Put it at the root of the course; the folder's name is the course's id.")),
    )  # fmt: skip


def _read_file(course: Course, file: str) -> list[Problem]:
    folder, _, name = file.rpartition("/")
    if file == COURSE_FILE:
        course.course, problems = _read_model(course, file, CourseFile)
        return problems
    if name.endswith(".yaml"):
        return _read_values(course, file)
    if file.startswith(("pages/", "variants/")) and name.endswith(".md"):
        return _read_text(course, file)
    if folder == "locale" and name.endswith(".po"):
        return _read_catalogue(course, file, name.removesuffix(".po"))
    return []


def _read_values(course: Course, file: str) -> list[Problem]:
    if file.startswith("quizzes"):
        quiz, problems = _read_model(course, file, Quiz)
        if quiz:
            course.quizzes[file] = quiz
        return problems
    if file.startswith("questions"):
        return _read_bank(course, file)
    return _read_model(course, file, MediaNote)[1] if file.startswith("media") else []


def _read_model(
    course: Course, file: str, model: type[Parsed]
) -> tuple[Parsed | None, list[Problem]]:
    document, problems = yaml.read(file, course.files[file])
    course.documents[file] = document
    if problems:
        return None, problems
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        advised = advise(error, lambda place: known_keys(model, place))
        return None, list(_explain(document, (), advised))


def _read_bank(course: Course, file: str) -> list[Problem]:
    document, problems = yaml.read(file, course.files[file])
    course.documents[file] = document
    if problems:
        return problems
    if not isinstance(document.data, list):
        return [
            Problem(
                file, 1, "",
                Text(N_("A bank is a list of questions.")),
                Text(N_("Begin each question with “- id: …”.")),
            )
        ]  # fmt: skip
    questions = []
    for place, data in enumerate(document.data):
        question, found = _read_question(document, place, data)
        questions += [question] if question else []
        problems += found
    # A bank with a question left out would give every later one the wrong line.
    if not problems:
        course.banks[file] = tuple(questions)
    return problems


def _read_question(
    document: yaml.Document, place: int, data: object
) -> tuple[Question | None, list[Problem]]:
    if not isinstance(data, dict):
        problem = Problem(
            document.file, document.line((place,)), str(place),
            Text(N_("This is not a question.")),
            Text(N_("Write its named entries, beginning with “id: …” and “type: …”.")),
        )  # fmt: skip
        return None, [problem]
    try:
        return parse_question(data), []
    except ValidationError as error:
        return None, list(_explain(document, (place,), error))


def _read_text(course: Course, file: str) -> list[Problem]:
    content = course.files[file]
    texts = course.pages if file.startswith("pages/") else course.variants
    try:
        texts[file] = content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return [
            Problem(
                file, line, "",
                Text(N_("The file is not in UTF-8.")),
                Text(N_("Save it again with the encoding UTF-8.")),
            )
        ]  # fmt: skip
    return []


def _read_catalogue(course: Course, file: str, language: str) -> list[Problem]:
    try:
        course.catalogues[language] = po.read(course.files[file])
    except po.CatalogueBroken as error:
        return [Problem(file, error.line, "", error.text, error.advice)]
    return []


def _explain(document: yaml.Document, at: yaml.Path, error: ValidationError) -> Iterator[Problem]:
    """Yield pydantic's errors as problems, with the line of the value that each is about."""
    for detail in error.errors():
        path = (*at, *detail["loc"])
        given = detail.get("ctx", {}).get("advice")
        advice = given if isinstance(given, Text) else Text(N_("Correct the value."))
        yield Problem(
            document.file,
            document.line(path),
            ".".join(map(str, path)),
            _message(detail["type"], str(path[-1]) if path else ""),
            advice,
        )


def _message(kind: str, name: str) -> Text:
    if kind == "extra_forbidden":
        return Text(N_("Unknown key “%(name)s”."), name=name)
    if kind == "missing":
        return Text(N_("“%(name)s” is missing."), name=name)
    if kind in {"no_key", "several_keys"}:
        return Text(N_("The question's key is wrong."))
    return Text(N_("The value does not fit."))

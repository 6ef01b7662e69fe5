"""Rules between the parts of a course: what is named exists, once; everybody can finish.

Texts and translations have their own rules, in `rules_of_text`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lms.content.format import COURSE_FILE, ActivityFile, ModuleFile, Quiz, Section
from lms.content.problems import Problem
from lms.content.reader import Course
from lms.content.sections import check_section, offered
from lms.convention import register
from lms.kit.errors import DomainError
from lms.kit.i18n import N_, Text
from lms.questions.blueprints import RowTooSmall
from lms.questions.types import get_type

_FILES = re.compile(
    r"course\.yaml|variants/[\w./-]+\.md|(?:README\.md|LICENSE(?:\.\w+)?)|pages/[\w./-]+\.md|questions/[\w./-]+\.yaml"
    r"|quizzes/[\w./-]+\.yaml|media/[\w./-]+\.(?:svg|png|jpe?g|webp|avif|gif|pdf|vtt|mp3|ogg|mp4|webm)(?:\.yaml)?"
    r"|locale/(?:ar|zh|en|fr|ru|es)\.po"
)


class Place(NamedTuple):
    """Where something stands in a YAML file."""

    file: str
    path: tuple[str | int, ...]


def find_structure_problems(course: Course, folder: str) -> list[Problem]:
    """Return what is wrong between the parts of a course."""
    problems = [*_files(course), *_duplicates(course)]
    if course.course is not None:
        problems += [
            *_name(course, folder),
            *_register(course),
            *_activities(course),
            *_requirements(course),
            *_completion(course),
        ]
    problems += [*_questions(course), *_draws(course), *_surveys(course)]
    return problems


def problem(course: Course, place: Place, message: Text, advice: Text) -> Problem:
    """Return a problem with a value of a YAML file."""
    field = ".".join(map(str, place.path))
    return Problem(place.file, course.line(place.file, *place.path), field, message, advice)


def _at(*path: str | int) -> Place:
    return Place(COURSE_FILE, path)


def _files(course: Course) -> Iterator[Problem]:
    for file in course.files:
        if not _FILES.fullmatch(file):
            yield Problem(
                file, 1, "",
                Text(N_("This file has no place in a course.")),
                Text(N_(
                    "Pages belong in pages/, banks in questions/, quizzes in quizzes/, pictures "
                    "in media/, translations in locale/; names have letters, digits, “-” and “_”."
                )),
            )  # fmt: skip


def _name(course: Course, folder: str) -> Iterator[Problem]:
    if folder and course.head.id != folder:
        yield problem(
            course, _at("id"),
            Text(N_("The id “%(id)s” is not the folder's name."), id=course.head.id),
            Text(N_("Rename the folder, or write “id: %(folder)s”."), folder=folder),
        )  # fmt: skip


def _register(course: Course) -> Iterator[Problem]:
    for place, number in enumerate(course.head.articles):
        if number not in register.articles():
            yield _unknown_article(course, _at("articles", place), number)
    for place, topic in enumerate(course.head.topics):
        if topic not in register.topics():
            yield problem(
                course, _at("topics", place),
                Text(N_("There is no training topic “%(topic)s”."), topic=topic),
                Text(N_("Use one of: %(names)s."), names=", ".join(sorted(register.topics()))),
            )  # fmt: skip
    for place, family in enumerate(course.head.job_families):
        if family not in register.JOB_FAMILIES:
            names = ", ".join(sorted(register.JOB_FAMILIES))
            yield problem(
                course, _at("job_families", place),
                Text(N_("There is no job family “%(family)s”."), family=family),
                Text(N_("Use one of: %(names)s."), names=names),
            )  # fmt: skip


def _unknown_article(course: Course, place: Place, number: int) -> Problem:
    return problem(
        course, place,
        Text(N_("The Convention has no article %(number)s."), number=number),
        Text(N_("Its articles are 1 to %(last)s."), last=max(register.articles())),
    )  # fmt: skip


def _duplicates(course: Course) -> Iterator[Problem]:
    """Yield ids and files that stand twice where each must be unique."""
    groups: list[list[tuple[str, Place]]] = [
        [(quiz.id, Place(file, ("id",))) for file, quiz in course.quizzes.items()],
        [(question.id, Place(file, (at, "id"))) for file, at, question in course.questions()],
    ]
    if course.course is not None:
        head = course.course
        groups.append([(m.id, _at("modules", n, "id")) for n, m in enumerate(head.modules)])
        groups.append([(o.id, _at("objectives", n, "id")) for n, o in enumerate(head.objectives)])
        activities = list(_each_activity(course))
        groups.append([(activity.id, _at(*path, "id")) for path, activity in activities])
        groups.append([
            (file, _at(*path, "page" if activity.page else "quiz"))
            for path, activity in activities
            for file in [activity.page or activity.quiz or ""]
        ])  # fmt: skip
    for group in groups:
        yield from _twice(course, group)


def _twice(course: Course, named: Sequence[tuple[str, Place]]) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for name, place in named:
        if name in first:
            other = first[name]
            yield problem(
                course, place,
                Text(
                    N_("“%(name)s” appears twice, first in %(file)s, line %(line)s."),
                    name=name, file=other.file, line=course.line(other.file, *other.path),
                ),
                Text(N_("Give each its own.")),
            )  # fmt: skip
        first.setdefault(name, place)


def _each_activity(course: Course) -> Iterator[tuple[tuple[str | int, ...], ActivityFile]]:
    for number, module in enumerate(course.head.modules):
        for place, activity in enumerate(module.activities):
            yield ("modules", number, "activities", place), activity


def _activities(course: Course) -> Iterator[Problem]:
    for path, activity in _each_activity(course):
        key = "page" if activity.page else "quiz"
        file = activity.page or activity.quiz or ""
        if file not in course.files:
            yield _missing_file(course, _at(*path, key), file)


def _missing_file(course: Course, place: Place, file: str) -> Problem:
    return problem(
        course, place,
        Text(N_("There is no file %(file)s."), file=file),
        Text(N_("Add the file, or correct the path, which begins at the course's root.")),
    )  # fmt: skip


def _requirements(course: Course) -> Iterator[Problem]:
    modules = {module.id: module for module in course.head.modules}
    for number, module in enumerate(course.head.modules):
        for place, name in enumerate(module.requires):
            at = _at("modules", number, "requires", place)
            if name not in modules:
                yield problem(
                    course, at,
                    Text(N_("There is no module “%(name)s”."), name=name),
                    Text(N_("Use one of: %(names)s."), names=", ".join(modules)),
                )  # fmt: skip
            elif _leads_back(modules, name, module.id):
                yield problem(
                    course, at,
                    Text(N_(
                        "The prerequisites go in a circle: “%(id)s” requires “%(name)s”, which "
                        "in the end requires “%(id)s”."
                    ), id=module.id, name=name),
                    Text(N_("Remove one of the prerequisites; nobody could begin.")),
                )  # fmt: skip


def _leads_back(modules: Mapping[str, ModuleFile], start: str, target: str) -> bool:
    waiting, seen = [start], set[str]()
    while waiting:
        name = waiting.pop()
        if name == target:
            return True
        if name in modules and name not in seen:
            seen.add(name)
            waiting += modules[name].requires
    return False


def _completion(course: Course) -> Iterator[Problem]:
    """Yield what would keep everybody from completing the course."""
    rule = course.head.completion
    kinds = {activity.id: activity.quiz for activity in course.head.activities}
    if rule.achievement is not None and not kinds.get(rule.achievement.quiz):
        quizzes = ", ".join(name for name, quiz in kinds.items() if quiz)
        yield problem(
            course, _at("completion", "achievement", "quiz"),
            Text(
                N_("No activity “%(name)s” with a quiz: nobody could complete the course."),
                name=rule.achievement.quiz,
            ),
            Text(N_("Name the id of an activity that has a quiz: %(names)s."), names=quizzes)
            if quizzes
            else Text(N_("Add a quiz, or remove “achievement”.")),
        )  # fmt: skip
    elif rule.achievement is not None and _is_survey(course, kinds[rule.achievement.quiz] or ""):
        yield problem(
            course, _at("completion", "achievement", "quiz"),
            Text(N_("The quiz has only questions that nobody marks, so there are no points.")),
            Text(N_("Name another quiz: in this one nobody could reach anything.")),
        )  # fmt: skip
    pages = any(activity.page for activity in course.head.activities)
    if rule.participation is not None and not pages:
        yield problem(
            course, _at("completion", "participation"),
            Text(N_("The course has no page to read: nobody could complete it.")),
            Text(N_("Add a page, or remove “participation”.")),
        )  # fmt: skip


def _questions(course: Course) -> Iterator[Problem]:
    for file, at, question in course.questions():
        place = Place(file, (at,))
        yield from find_unknown(course, place, question.objective, question.article)


def find_unknown(
    course: Course, place: Place, objective: str | None, article: str | None
) -> Iterator[Problem]:
    """Yield that what stands at a place is of an objective or an article that there is not."""
    if article is not None:
        number = int(article.partition("(")[0])
        if number not in register.articles():
            yield _unknown_article(course, Place(place.file, (*place.path, "article")), number)
    known = {each.id for each in course.course.objectives} if course.course else {objective}
    if objective not in {None, *known}:
        yield problem(
            course, Place(place.file, (*place.path, "objective")),
            Text(N_("The course has no objective “%(name)s”."), name=objective),
            Text(N_("Use one of: %(names)s."), names=", ".join(sorted(filter(None, known)))),
        )  # fmt: skip


def _draws(course: Course) -> Iterator[Problem]:
    for file, quiz in course.quizzes.items():
        yield from find_draw_problems(course, file, quiz)


def find_draw_problems(course: Course, file: str, quiz: Quiz) -> Iterator[Problem]:
    """Yield what keeps the sections of a quiz from being drawn, each by itself."""
    by_id = {other.id: other for other in course.quizzes.values()}
    for number, section in enumerate(quiz.sections):
        place = Place(file, ("sections", number))
        if section.from_ not in course.files:
            yield _missing_file(course, Place(file, (*place.path, "from")), section.from_)
        if section.without is not None:
            yield from _check_without(course, place, quiz, section, by_id)
        if section.from_ in course.banks:
            earlier = [*quiz.sections[:number], *_sections_without(section, by_id)]
            yield from _check_drawing(course, place, section, earlier)


def _surveys(course: Course) -> Iterator[Problem]:
    for file, quiz in course.quizzes.items():
        if quiz.pass_points and _is_survey(course, file):
            yield problem(
                course, Place(file, ("pass_points",)),
                Text(N_("The quiz has only questions that nobody marks, so there are no points.")),
                Text(N_("Remove “pass_points”, or draw from a bank that is marked.")),
            )  # fmt: skip


def _is_survey(course: Course, file: str) -> bool:
    """Say whether nothing that a quiz draws from has points."""
    quiz = course.quizzes.get(file)
    sections = quiz.sections if quiz else ()
    found = [offered(course.banks.get(section.from_, ()), section) for section in sections]
    kinds = {question.type for questions in found for question in questions}
    return bool(kinds) and all(get_type(kind).marked_by == "nobody" for kind in kinds)


def _sections_without(section: Section, by_id: Mapping[str, Quiz]) -> Sequence[Section]:
    other = by_id.get(section.without or "")
    return other.sections if other else ()


def _check_without(
    course: Course, place: Place, quiz: Quiz, section: Section, by_id: Mapping[str, Quiz]
) -> Iterator[Problem]:
    at = Place(place.file, (*place.path, "without"))
    if section.without not in by_id:
        yield problem(
            course, at,
            Text(N_("There is no quiz “%(name)s”."), name=section.without),
            Text(N_("Use the id of another quiz: %(names)s."), names=", ".join(sorted(by_id))),
        )  # fmt: skip
    elif any(other.without == quiz.id for other in by_id[section.without or ""].sections):
        yield problem(
            course, at,
            Text(N_("Each of the two quizzes is to be drawn without the other's questions.")),
            Text(N_("Remove “without” from one of them: the one that is taken first.")),
        )  # fmt: skip


def _stem(path: str) -> str:
    """Return the name under which a file of a folder is known, without its ending."""
    return path.rpartition("/")[2].rpartition(".")[0] or path


def _check_drawing(
    course: Course, place: Place, section: Section, others: Iterable[Section]
) -> Iterator[Problem]:
    """Yield that the bank can run short, given what is drawn from it before."""
    try:
        check_section(course.banks[section.from_], section, others)
    except DomainError as error:
        if isinstance(error, RowTooSmall):
            place = Place(place.file, (*place.path, "blueprint", error.place))
        yield problem(
            course, place,
            Text(N_("The quiz cannot be drawn from the bank “%(bank)s”."),
                 bank=_stem(section.from_)),
            error.text,
        )  # fmt: skip

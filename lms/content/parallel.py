"""The forms of a quiz, and the share of its papers on which a question stands: reckoned beforehand.

Pure; what was drawn in the end is counted by `lms.assessment`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from lms.content.format import Quiz, Section
from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.questions.blueprints import needs_of
from lms.questions.cases import cases_of, single
from lms.questions.drawing import By, Drawable, group_by
from lms.questions.filling import Need, is_apart
from lms.questions.parallel import (
    Form,
    assemble,
    check_distinct,
    check_within,
    find_overused,
)

Banks = Mapping[str, Sequence[Drawable]]
Path = tuple[str | int, ...]


class ExposureNotHeld(DomainError):
    """A part of a quiz has too few questions to keep each of them to a share of the papers."""

    message = N_(
        "For “%(name)s” the limit of %(percent)s%% of the papers needs more questions: "
        "%(available)s of the %(needed)s needed. Write more, draw fewer, or raise the limit."
    )


class ExposureNeedsForms(DomainError):
    """How often a question is drawn cannot be reckoned where parts of a quiz overlap."""

    message = N_(
        "Where rows or sections can use the same questions, only forms can hold a limit. Add "
        "“forms”, or set the rows and sections apart."
    )


@dataclass(frozen=True, slots=True)
class Part:
    """What a quiz asks for at one place, a section or a row of its blueprint.

    `need` is of questions, or of whole cases. By chance it is `share` on average, and `most` at
    most.
    """

    path: Path
    name: str
    need: Need
    share: Fraction
    most: int


def parts_of(quiz: Quiz, banks: Banks) -> list[Part]:
    """Return what the sections of a quiz ask for, in order."""
    return [
        part
        for number, section in enumerate(quiz.sections)
        for part in _iter_parts(number, section, banks.get(section.from_, ()))
    ]


def _iter_parts(number: int, section: Section, bank: Sequence[Drawable]) -> Iterator[Part]:
    path: Path = ("sections", number)
    items = single(bank)
    if section.blueprint:
        needs = needs_of(items, section.blueprint)
        for place, (row, need) in enumerate(zip(section.blueprint, needs, strict=True)):
            at = (*path, "blueprint", place)
            yield Part(at, row.name, need, Fraction(need.count), need.count)
    elif section.by:
        yield from _even_parts(path, items, section.count, section.by)
    else:
        names = cases_of(bank) if section.of else [item.id for item in items]
        need = Need(section.count, frozenset(names))
        yield Part(path, section.from_, need, Fraction(need.count), need.count)


def _even_parts(path: Path, items: Sequence[Drawable], count: int, by: By) -> Iterator[Part]:
    """Yield the groups of an even division; on forms the largest ones give one more."""
    groups = group_by(items, by)
    least, extras = divmod(count, len(groups) or 1)
    rich = [name for name in groups if len(groups[name]) > least]
    richest = sorted(rich, key=lambda name: (-len(groups[name]), name))[:extras]
    for name, ids in groups.items():
        share = least + (Fraction(extras, len(rich)) if name in rich else 0)
        need = Need(least + (name in richest), frozenset(ids))
        yield Part(path, f"{by}: {name}", need, Fraction(share), least + (extras > 0))


def make_forms(quiz: Quiz, banks: Banks) -> tuple[tuple[str, ...], ...]:
    """Return the questions of each form of a quiz, in the order of its sections and banks.

    The same quiz and banks give the same forms; a quiz without forms has none.
    """
    if not quiz.forms:
        return ()
    parts = parts_of(quiz, banks)
    forms = _assemble(quiz, parts)
    return tuple(tuple(_order(quiz, banks, parts, form)) for form in forms)


def _assemble(quiz: Quiz, parts: Sequence[Part]) -> tuple[Form, ...]:
    return assemble([part.need for part in parts], quiz.forms or 0, quiz.id)


def _order(quiz: Quiz, banks: Banks, parts: Sequence[Part], form: Form) -> Iterator[str]:
    for number, section in enumerate(quiz.sections):
        drawn = {
            name
            for part, held in zip(parts, form, strict=True)
            if part.path[1] == number
            for name in held
        }
        bank = banks.get(section.from_, ())
        if section.of:
            for name, questions in cases_of(bank).items():
                yield from (each.id for each in questions if name in drawn)
        else:
            yield from (item.id for item in bank if item.id in drawn)


def find_fault(
    quiz: Quiz, banks: Banks, quizzes: Mapping[str, Quiz]
) -> tuple[Path, DomainError] | None:
    """Return why the forms of a quiz, or its limit, cannot be had, and where; or nothing.

    `quizzes` are those of the course by id. That the quiz can be drawn is seen to beforehand.
    """
    parts = parts_of(quiz, banks)
    try:
        if not quiz.forms:
            return _find_exposed(quiz, parts, banks, quizzes)
        return _find_faulty_forms(quiz, parts)
    except DomainError as error:
        return ("exposure" if quiz.exposure else "forms",), error


def _find_faulty_forms(quiz: Quiz, parts: Sequence[Part]) -> tuple[Path, DomainError] | None:
    needs, count = [part.need for part in parts], quiz.forms or 0
    found = find_overused(needs, count, quiz.exposure) if quiz.exposure else None
    if found is not None and quiz.exposure is not None:
        short, more = found
        chosen = [parts[place] for place in short.places]
        there = len(frozenset().union(*(part.need.ids for part in chosen)))
        return _not_held(quiz.exposure, chosen, there, there + more)
    forms = _assemble(quiz, parts)
    if quiz.exposure:
        check_within(forms, quiz.exposure)
    try:
        check_distinct(forms)
    except DomainError as error:
        return ("forms",), error
    return None


def _find_exposed(
    quiz: Quiz, parts: Sequence[Part], banks: Banks, quizzes: Mapping[str, Quiz]
) -> tuple[Path, DomainError] | None:
    """Return the first part whose questions would be drawn too often, on average."""
    if not quiz.exposure:
        return None
    if not is_apart([part.need for part in parts]):
        raise ExposureNeedsForms
    for part in parts:
        other = quizzes.get(quiz.sections[int(part.path[1])].without or "")
        left = len(part.need.ids) - _most_taken(part, parts_of(other, banks) if other else ())
        if part.share * 100 > quiz.exposure * left:
            return _not_held(quiz.exposure, [part], left, ceil(part.share * 100 / quiz.exposure))
    return None


def _most_taken(part: Part, others: Sequence[Part]) -> int:
    shared = [(other.most, len(part.need.ids & other.need.ids)) for other in others]
    return min(len(part.need.ids), sum(map(min, shared)))


def _not_held(
    percent: int, parts: Sequence[Part], available: int, needed: int
) -> tuple[Path, DomainError]:
    name = "; ".join(part.name for part in parts)
    return parts[0].path, ExposureNotHeld(
        name=name, percent=percent, available=available, needed=needed
    )

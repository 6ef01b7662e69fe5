"""An analysis told outside the program: as JSON of a stable shape, and as a table to read."""

from collections.abc import Iterator, Sequence
from typing import Any

from lms.assessment.analysis.findings import Analysis, Dif, Question
from lms.workshop.reports import Message


def as_json(analysis: Analysis) -> dict[str, Any]:
    """Return an analysis as plain values; null where nothing can be said, and `notes` say why.

    `dif` is the comparison that gives most cause to look, `difs` are those with every group.
    """
    found = analysis.reliability
    return {
        "people": analysis.people,
        "groups": dict(analysis.groups),
        "reliability": {
            "alpha": found.alpha,
            "sem": found.sem,
            "people": found.people,
            "questions": found.questions,
            "mean": found.mean,
            "deviation": found.deviation,
            "is_kr20": found.is_kr20,
            "notes": _told(found.notes),
        },
        "items": [_question_as_json(question) for question in analysis.questions],
        "notes": _told(analysis.notes),
    }


def _question_as_json(question: Question) -> dict[str, Any]:
    return {
        "item": question.item,
        "n": question.n,
        "full_points": question.full_points,
        "facility": question.facility,
        "discrimination": question.discrimination,
        "parts": [part.model_dump() for part in question.attractions],
        "dif": _dif_as_json(question.dif) if question.dif else None,
        "difs": [_dif_as_json(dif) for dif in question.difs],
        "notes": _told(question.notes),
    }


def _dif_as_json(dif: Dif) -> dict[str, Any]:
    values = dif.model_dump(exclude={"letter", "note"})
    return {**values, "class": dif.letter, "notes": _told([dif.note] if dif.note else [])}


def _told(notes: Sequence[Message]) -> list[str]:
    return [str(note.text) for note in notes]


def describe(analysis: Analysis) -> Iterator[str]:
    """Yield an analysis line by line: the test, its questions, what is to be said of either."""
    found = analysis.reliability
    groups = ", ".join(f"{group} ({count})" for group, count in analysis.groups.items())
    yield f"People: {analysis.people}. Groups: {groups or 'none'}."
    if found.alpha is not None and found.sem is not None:
        name = "KR-20 (alpha)" if found.is_kr20 else "Cronbach's alpha"
        yield (
            f"{name} {found.alpha:.3f}, standard error of measurement {found.sem:.2f} of "
            f"{found.questions} questions; mean {found.mean:.2f}, deviation {found.deviation:.2f}."
        )
    yield from _told([*found.notes, *analysis.notes])
    yield ""
    width = max(len(question.item) for question in analysis.questions)
    yield f"{'item':<{width}} {'n':>6} {'facility':>9} {'discrimination':>15}  {'fairness'}"
    for question in analysis.questions:
        yield f"{question.item:<{width}} {_figures(question)}"
    yield from _notes(analysis.questions)


def _figures(question: Question) -> str:
    numbers = f"{question.n:>6} {_number(question.facility):>9} "
    fairness = ", ".join(_fairness(dif) for dif in question.difs)
    return f"{numbers}{_number(question.discrimination):>15}  {fairness}".rstrip()


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _fairness(dif: Dif) -> str:
    if dif.letter is None:
        return f"{dif.focal}: -"
    size = f"delta {dif.delta:+.2f}" if dif.delta is not None else f"effect {dif.effect:+.2f}"
    way = f", {'harder' if dif.is_harder_for_focal else 'easier'} for {dif.focal}"
    return f"{dif.focal}: {dif.letter} ({size}{way if dif.is_flagged else ''})"


def _notes(questions: Sequence[Question]) -> Iterator[str]:
    """Yield what is to be said of questions, once for all of whom it is said."""
    said: dict[str, list[str]] = {}
    for question in questions:
        for note in _told([*question.notes, *(dif.note for dif in question.difs if dif.note)]):
            said.setdefault(note, []).append(question.item)
    if said:
        yield ""
    for note, items in said.items():
        yield f"{'all items' if len(items) == len(questions) else ', '.join(items)}: {note}"

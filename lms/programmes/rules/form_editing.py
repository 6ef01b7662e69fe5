"""A question as somebody writes it, with what to choose line by line, and what is wrong with it.

How a question that is kept is answered stands in `form_questions`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from lms.kit.errors import Invalid
from lms.kit.i18n import N_, Text, catalogue, native_name
from lms.programmes.rules.form_questions import FormQuestion, NominationForm, Option, Part
from lms.programmes.rules.rows import Texts

MOST_OPTIONS = 60
MOST_QUESTIONS = 60
FEWEST_OPTIONS = 2


class OptionsNotValid(Invalid):
    """What there is to choose is written line by line, in each language in the same order."""

    message = N_("What can be chosen is not written as it should be.")

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.text = text


def write_options(options: Sequence[Option]) -> dict[str, str]:
    """Return what can be chosen as lines, by language: only languages in which all have a label."""
    languages = {code for option in options for code in option.label}
    return {
        code: "\n".join(option.label[code] for option in options)
        for code in sorted(languages)
        if all(code in option.label for option in options)
    }


def read_options(
    written: Texts, former: Sequence[Option], make_id: Callable[[], str]
) -> tuple[Option, ...]:
    """Return what can be chosen, each line one, the lines of the languages side by side.

    One that keeps a label in some language keeps its id, and so the answers that chose it; where as
    many lines are there as before, so does one that is written anew in its place. Raises
    `OptionsNotValid`.
    """
    lines = {
        code: [line.strip() for line in text.splitlines() if line.strip()]
        for code, text in written.items()
    }
    lines = {code: labels for code, labels in lines.items() if labels}
    _check_lines(lines)
    count = len(next(iter(lines.values())))
    labels = [{code: texts[place] for code, texts in lines.items()} for place in range(count)]
    return _name_options(labels, former, make_id)


def _check_lines(lines: Mapping[str, list[str]]) -> None:
    counts = {code: len(labels) for code, labels in lines.items()}
    if not counts or max(counts.values()) < FEWEST_OPTIONS:
        raise OptionsNotValid(Text(N_("Please write at least two lines to choose from.")))
    if len(set(counts.values())) > 1:
        said = _Counts(counts)
        text = N_("Please write as many lines in each language, in the same order. Now: %(counts)s")
        raise OptionsNotValid(Text(text, counts=said))
    if max(counts.values()) > MOST_OPTIONS:
        text = N_("There can be at most %(most)s lines to choose from.")
        raise OptionsNotValid(Text(text, most=MOST_OPTIONS))
    for labels in lines.values():
        twice = next((label for label in labels if labels.count(label) > 1), None)
        if twice is not None:
            raise OptionsNotValid(Text(N_("“%(label)s” is there twice."), label=twice))


class _Counts(Text):
    """How many lines there are in each language; a name keeps its own direction."""

    __slots__ = ()

    def __init__(self, counts: Mapping[str, int]) -> None:
        super().__init__("", **counts)

    def in_language(self, language: str) -> str:
        """Return the counts with the comma of the reader's language."""
        comma = catalogue(language).pgettext("between two parts of a list", ", ")
        return comma.join(
            f"\u2068{native_name(code)}\u2069: {count}" for code, count in self.params.items()
        )


def _name_options(
    labels: Sequence[Texts], former: Sequence[Option], make_id: Callable[[], str]
) -> tuple[Option, ...]:
    ids: list[str | None] = [None] * len(labels)
    for place, label in enumerate(labels):
        same = (one.id for one in former if one.label.items() & label.items())
        ids[place] = next((one for one in same if one not in ids), None)
    if len(former) == len(labels):
        for place, one in enumerate(former):
            if ids[place] is None and one.id not in ids:
                ids[place] = one.id
    return tuple(
        Option(known or make_id(), label) for known, label in zip(ids, labels, strict=True)
    )


def with_part(
    form: NominationForm, part: Part, questions: tuple[FormQuestion, ...]
) -> NominationForm:
    """Return a form with other questions in one of its parts."""
    if part == "organisation":
        return replace(form, organisation=questions)
    return replace(form, nominee=questions)

"""What QTI says to answers: beside a choice, or in a window once something is set.

Here something can be said to each choice, and once to everybody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from lms.kit.i18n import Text
from lms.questions.exchange.building import FEEDBACK
from lms.questions.exchange.qti_markup import said
from lms.questions.exchange.qti_texts import ItemTexts


@dataclass(frozen=True)
class Feedback:
    """What is said to choices by their ids, what to the right answer, and whether more is lost."""

    to_choices: dict[str, str]
    to_right: str
    losses: tuple[Text, ...]


def read_feedback(
    root: etree._Element, choices: Sequence[etree._Element], texts: ItemTexts
) -> Feedback:
    """Return what an item says to its choices, if it has such, and to the right answer."""
    names = {each.get("identifier") or "" for each in choices}
    right = set(_set_where_right(root))
    to_choices: dict[str, list[str]] = {}
    to_right: list[str] = []
    is_lost = False
    for owner, element in _told(root, choices):
        name = element.get("identifier") or ""
        if element.get("show-hide") == "hide":
            is_lost = True
        elif name in names and owner in {"", name}:
            to_choices.setdefault(name, []).append(texts.read(element))
        elif not owner and (element.get("outcome-identifier"), name) in right:
            to_right.append(texts.read(element))
        else:
            is_lost = True
    told = {name: " ".join(filter(None, parts)) for name, parts in to_choices.items()}
    return Feedback(told, " ".join(filter(None, to_right)), (FEEDBACK,) if is_lost else ())


def _told(
    root: etree._Element, choices: Sequence[etree._Element]
) -> Iterator[tuple[str, etree._Element]]:
    """Yield what is said, with the id of the choice beside which it stands; empty for a window."""
    for choice in choices:
        for inline in choice.iter("feedback-inline"):
            yield choice.get("identifier") or "", inline
    for modal in root.iterfind("modal-feedback"):
        yield "", modal


def _set_where_right(root: etree._Element) -> Iterator[tuple[str | None, str]]:
    """Yield each outcome that is set where the response is the right one, with its value."""
    for branch in (*root.iter("response-if"), *root.iter("response-else-if")):
        if any(branch.find(f"{test}/correct") is not None for test in ("match", "string-match")):
            for outcome in branch.iterfind("set-outcome-value"):
                value = outcome.find("base-value")
                if value is not None:
                    yield outcome.get("identifier"), said(value)

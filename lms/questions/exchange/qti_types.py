"""What each interaction of QTI becomes here.

What is right, `qti_answers.py` reads; gaps in a text are in `qti_gaps.py`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lxml import etree

from lms.kit.i18n import N_, Text
from lms.questions.exchange.building import (
    FULL,
    RUBRIC,
    WEIGHTS,
    Answer,
    build_choices,
    build_essay,
    build_matching,
    build_matrix,
    build_ordering,
)
from lms.questions.exchange.found import Built, NotTaken
from lms.questions.exchange.qti_answers import (
    NO_KEY,
    NOTHING_DECLARED,
    WHOLE,
    Declared,
    Processing,
    find_right,
    is_shuffled,
    list_answers,
    shares_differ,
)
from lms.questions.exchange.qti_feedback import Feedback, read_feedback
from lms.questions.exchange.qti_markup import is_on
from lms.questions.exchange.qti_texts import ItemTexts
from lms.questions.matrix import MOST_COLUMNS

KINDS = Text("Which kinds of file may be handed in is not kept: see that they are those you want.")
SIDES = Text(
    "Which of two goes with which is asked from one side here: look whether it still fits."
)
_UNUSED_ITEM = N_("Only some of its items are put in order; here all of them are.")
_SEVERAL = N_("Something in it goes with several others; here each goes with one.")
_NONE = N_("Something in it goes with nothing; here each goes with one.")


@dataclass(frozen=True)
class QtiItem:
    """An item with all that its builders need; `asked` is its text, its gaps held by places."""

    root: etree._Element
    asked: str
    texts: ItemTexts
    declared: Mapping[str, Declared]
    processing: Processing
    language: str

    def declared_for(self, interaction: etree._Element) -> Declared:
        """Return the response of an interaction; one without anything right where there is none."""
        name = interaction.get("response-identifier") or ""
        return self.declared.get(name, NOTHING_DECLARED)

    def with_prompt(self, interaction: etree._Element) -> str:
        """Return the text, and after it what the interaction itself asks."""
        prompt = self.texts.read(interaction.find("prompt"))
        return " ".join(filter(None, (self.asked, prompt)))

    def feedback(self, choices: Sequence[etree._Element] = ()) -> Feedback:
        """Return what is said to these choices and to the right answer."""
        return read_feedback(self.root, choices, self.texts)

    def criterion(self) -> str:
        """Return what is said to those who mark."""
        blocks = [
            block
            for block in self.root.iter("rubric-block")
            if "scorer" in (block.get("view") or "").split()
        ]
        return " ".join(filter(None, map(self.texts.read, blocks)))


def build_block(item: QtiItem, interaction: etree._Element) -> Built:
    """Return the question that an interaction makes which stands below its text.

    Raises `NotTaken`.
    """
    name = str(interaction.tag).removesuffix("-interaction")
    builder = _BUILDERS.get(name)
    if builder is None:
        raise NotTaken(N_("The interaction “%(name)s” has no equal here."), name=name[:40])
    return builder(item, interaction)


def _named(item: QtiItem, elements: Iterable[etree._Element]) -> dict[str, str]:
    """Return the words of what has an id, by the id."""
    return {each.get("identifier") or "": item.texts.read(each) for each in elements}


def _choice(item: QtiItem, interaction: etree._Element) -> Built:
    elements = interaction.findall("simple-choice")
    words = _named(item, elements)
    is_single = interaction.get("max-choices") == "1"
    answers = _shares(item, interaction, list(words), is_single=is_single)
    heard = item.feedback(elements)
    told = [
        Answer(text, answers[name], heard.to_choices.get(name, "")) for name, text in words.items()
    ]
    built = build_choices(item.with_prompt(interaction), told, is_single=is_single)
    is_whole = not is_single and item.processing.is_whole
    return _mixed(interaction, built).with_losses(*([WHOLE] if is_whole else []))


def _shares(
    item: QtiItem, interaction: etree._Element, names: Sequence[str], *, is_single: bool
) -> Mapping[str, Decimal]:
    """Return the share of each choice in the points, as other formats have it."""
    declared, processing = item.declared_for(interaction), item.processing
    right = set(find_right(declared, processing))
    if is_single:
        given = {one.text: one.share for one in list_answers(declared, processing)}
        return {name: given.get(name, Decimal(0)) for name in names}
    if processing.is_mapped:
        total = sum(worth for worth in declared.worth.values() if worth > 0)
        return {name: FULL * declared.worth.get(name, Decimal(0)) / total for name in names}
    # As it is scored here: that only the whole counts there is told apart.
    counts = {True: len(right & set(names)), False: len(set(names) - right)}
    return {
        name: (FULL if name in right else -FULL) / max(counts[name in right], 1) for name in names
    }


def _mixed(interaction: etree._Element, built: Built) -> Built:
    if is_shuffled(interaction):
        return built
    return Built({**built.data, "shuffle": False}, built.losses)


def _order(item: QtiItem, interaction: etree._Element) -> Built:
    words = _named(item, interaction.findall("simple-choice"))
    order = item.declared_for(interaction).correct
    if not order:
        raise NotTaken(NO_KEY)
    if sorted(order) != sorted(words):
        raise NotTaken(_UNUSED_ITEM)
    built = build_ordering(item.with_prompt(interaction), [words[name] for name in order])
    if not item.processing.is_whole:
        return built
    return Built({**built.data, "scoring": "all"}, built.losses)


def _pairs(item: QtiItem, interaction: etree._Element) -> tuple[list[tuple[str, str]], list[Text]]:
    """Return the pairs of ids that are right, and what of their worth is lost."""
    declared, processing = item.declared_for(interaction), item.processing
    right = find_right(declared, processing)
    pairs = [(first, last) for first, _, last in (pair.partition(" ") for pair in right)]
    is_uneven = shares_differ(declared, processing, right)
    lost = [*([WHOLE] if processing.is_whole else []), *([WEIGHTS] if is_uneven else [])]
    return pairs, lost


def _match(item: QtiItem, interaction: etree._Element) -> Built:
    sets = interaction.findall("simple-match-set")
    if len(sets) != 2:  # noqa: PLR2004 - from one to the other
        raise NotTaken(NO_KEY)
    sources, targets = (_named(item, each) for each in sets)
    pairs, lost = _pairs(item, interaction)
    matched = _one_each(sources, pairs)
    if not set(matched.values()) <= targets.keys():
        raise NotTaken(NO_KEY)
    asked = item.with_prompt(interaction)
    rows = [(words, targets[matched[name]]) for name, words in sources.items()]
    if _is_table(sets[1], len(sources)):
        return build_matrix(asked, rows, list(targets.values())).with_losses(*lost)
    unused = [words for name, words in targets.items() if name not in matched.values()]
    built = build_matching(asked, [*rows, *(("", words) for words in unused)])
    return _mixed(interaction, built).with_losses(*lost)


def _one_each(sources: Mapping[str, str], pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the one partner of each source; raise `NotTaken` where it has none, or several."""
    matched = dict(pairs)
    if len(matched) < len(pairs):
        raise NotTaken(_SEVERAL)
    if not sources.keys() <= matched.keys():
        raise NotTaken(_NONE)
    return {name: matched[name] for name in sources}


def _is_table(targets: etree._Element, rows: int) -> bool:
    """Say whether any number of rows may have the same column, of which there are few."""
    limits = [each.get("match-max") or "1" for each in targets]
    is_free = all(
        limit == "0" or (limit.isdecimal() and int(limit[:9]) >= rows) for limit in limits
    )
    return is_free and len(limits) <= MOST_COLUMNS


def _associate(item: QtiItem, interaction: etree._Element) -> Built:
    words = _named(item, interaction.findall("simple-associable-choice"))
    pairs, lost = _pairs(item, interaction)
    used = [name for pair in pairs for name in pair]
    if len(set(used)) < len(used):
        raise NotTaken(_SEVERAL)
    if not set(used) <= words.keys():
        raise NotTaken(NO_KEY)
    unused = [text for name, text in words.items() if name not in used]
    rows = [*((words[one], words[other]) for one, other in pairs), *(("", text) for text in unused)]
    built = build_matching(item.with_prompt(interaction), rows)
    return _mixed(interaction, built).with_losses(SIDES, *lost)


def _essay(item: QtiItem, interaction: etree._Element) -> Built:
    return build_essay(item.with_prompt(interaction), item.criterion(), item.language)


def _upload(item: QtiItem, interaction: etree._Element) -> Built:
    essay = _essay(item, interaction)
    data: dict[str, Any] = {**essay.data, "type": "file_upload"}
    kinds = [KINDS] if interaction.get("type") else []
    return Built(data).with_losses(RUBRIC, *kinds)


_BUILDERS: Mapping[str, Callable[[QtiItem, etree._Element], Built]] = {
    "choice": _choice,
    "order": _order,
    "match": _match,
    "associate": _associate,
    "extended-text": _essay,
    "upload": _upload,
}


def check_usual(root: etree._Element) -> None:
    """Raise `NotTaken` for an item that is no question which stays as it is."""
    if is_on(root, "adaptive"):
        raise NotTaken(N_("It is adaptive: what it asks depends on the answers before."))
    if root.find("template-declaration") is not None:
        raise NotTaken(N_("Its values are drawn anew for each candidate by rules of its own."))

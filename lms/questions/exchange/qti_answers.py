"""What QTI says of the right answer: declarations of responses, and how they become points.

Source: 1EdTech, QTI 3.0, Assessment, Section and Item Information Model; response processing
templates `match_correct` and `map_response`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from lms.kit.i18n import N_, Text
from lms.questions.exchange.building import FULL, Answer, Range, between, read_number
from lms.questions.exchange.found import NotTaken
from lms.questions.exchange.qti_markup import is_on, said

NO_KEY = N_("It does not say which answer is right.")
RULES = Text(
    "It has rules of its own for the points, which are not kept: what it calls right is right here."
)
WHOLE = Text("Each right part has its share here; in the file only the whole answer counted.")
# Of a response processing without a template, all that is understood.
_UNDERSTOOD = frozenset(
    {
        "response-processing", "response-condition", "response-if", "response-else-if",
        "response-else", "match", "string-match", "equal", "variable", "correct", "is-null", "not",
        "set-outcome-value", "base-value", "map-response", "sum", "and",
    }
)  # fmt: skip
_NUMBERS = frozenset({"integer", "float"})


@dataclass(frozen=True, slots=True)
class Declared:
    """A response as it is declared: what is right, and what answers are worth where that is said.

    Values of pairs are the two ids with a space between.
    """

    base_type: str
    correct: tuple[str, ...]
    worth: Mapping[str, Decimal]
    is_cased: bool

    @property
    def is_number(self) -> bool:
        """Say whether a number is asked for."""
        return self.base_type in _NUMBERS


NOTHING_DECLARED = Declared("", (), {}, is_cased=False)


def read_declared(item: etree._Element) -> dict[str, Declared]:
    """Return the responses of an item by their ids; raise `NotTaken` for a worth that is none."""
    return {
        element.get("identifier") or "": _declared(element)
        for element in item.iterfind("response-declaration")
    }


def _declared(element: etree._Element) -> Declared:
    entries = element.findall("mapping/map-entry")
    return Declared(
        (element.get("base-type") or "").lower(),
        tuple(said(value) for value in element.iterfind("correct-response/value")),
        {
            _one_space(entry.get("map-key")): read_number(entry.get("mapped-value") or "0")
            for entry in entries
        },
        # Without a word on it, small and capital letters are told apart.
        is_cased=any(entry.get("case-sensitive") != "false" for entry in entries) or not entries,
    )


def _one_space(text: str | None) -> str:
    return " ".join((text or "").split())


@dataclass(frozen=True)
class Processing:
    """How responses become points: by their worth (`is_mapped`), or right as a whole or not.

    `tolerances` are those within which a number is right, by the id of its response: the lower and
    the upper one, and whether they are shares in percent.
    """

    is_mapped: bool
    is_whole: bool
    tolerances: Mapping[str, tuple[Decimal, Decimal, bool]]
    losses: tuple[Text, ...] = ()


def read_processing(item: etree._Element) -> Processing:
    """Return how an item's responses become points; what is not understood is told as lost."""
    element = item.find("response-processing")
    if element is None:
        return Processing(_has_worth(item), False, {})
    template = (element.get("template") or element.get("template-location") or "").lower()
    name = template.rpartition("/")[2].removesuffix(".xml").removesuffix(".xsl")
    if name == "map_response":
        return Processing(True, False, {})
    if name == "match_correct":
        return Processing(False, True, {})
    tags = {str(each.tag) for each in element.iter(etree.Element)}
    is_mapped = "map-response" in tags or (bool(template) and _has_worth(item))
    is_known = not template and tags <= _UNDERSTOOD
    return Processing(
        is_mapped,
        not is_mapped and ("and" in tags or "sum" not in tags),
        dict(_tolerance(each) for each in element.iter("equal")),
        () if is_known else (RULES,),
    )


def _has_worth(item: etree._Element) -> bool:
    return item.find("response-declaration/mapping/map-entry") is not None


def _tolerance(equal: etree._Element) -> tuple[str, tuple[Decimal, Decimal, bool]]:
    variable = equal.find("variable")
    name = "" if variable is None else variable.get("identifier") or ""
    mode = (equal.get("tolerance-mode") or "exact").lower()
    if mode == "exact":
        return name, (Decimal(0), Decimal(0), False)
    numbers = [read_number(part) for part in (equal.get("tolerance") or "0").split()] or [
        Decimal(0)
    ]
    return name, (abs(numbers[0]), abs(numbers[-1]), mode == "relative")


def list_answers(declared: Declared, processing: Processing) -> list[Answer]:
    """Return what is right, with its share of the most that any answer is worth.

    Raises `NotTaken` where nothing is right.
    """
    if processing.is_mapped and declared.worth:
        most = max(declared.worth.values())
        answers = [
            Answer(text, FULL * worth / most) for text, worth in declared.worth.items() if most > 0
        ]
    else:
        answers = [Answer(text, FULL) for text in declared.correct]
    if not any(answer.share > 0 for answer in answers):
        raise NotTaken(NO_KEY)
    return answers


def find_right(declared: Declared, processing: Processing) -> tuple[str, ...]:
    """Return the ids, or the pairs of them, that are right; raise `NotTaken` for none."""
    answers = list_answers(declared, processing)
    return tuple(answer.text for answer in answers if answer.share > 0)


def find_range(text: str, name: str, processing: Processing) -> Range:
    """Return the numbers that are right where one is; raise `NotTaken` for what is none."""
    number = read_number(text)
    below, above, is_share = processing.tolerances.get(name, (Decimal(0), Decimal(0), False))
    if is_share:
        below, above = (abs(number) * share / FULL for share in (below, above))
    return between(number - below, number + above)


def shares_differ(declared: Declared, processing: Processing, right: Iterable[str]) -> bool:
    """Say whether what is right is not all worth the same, or something wrong takes away."""
    if not processing.is_mapped:
        return False
    worth = {declared.worth.get(name, Decimal(0)) for name in right}
    return len(worth) > 1 or any(number < 0 for number in declared.worth.values())


def is_shuffled(interaction: etree._Element) -> bool:
    """Say whether choices may be mixed: the file says so, and none has to keep its place."""
    has_fixed = any(is_on(each, "fixed") for each in interaction.iter(etree.Element))
    return is_on(interaction, "shuffle") and not has_fixed

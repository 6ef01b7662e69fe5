"""What is amiss with the terms that hold, as lacking in some languages: named before it is issued.

Pure; what is wrong with a design by itself is found in `preflight`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.certificates.rules.designs import SLOTS, Design, split_wording
from lms.certificates.rules.terms import Terms
from lms.kit.i18n import LANGUAGES, N_, Text

NO_PLACE = N_("The place of issue is not written in every language. It is missing in:")
NO_CONDITIONS = N_("The conditions are not written in every language. They are missing in:")
GIVES_WAY = N_(
    "“%(slot)s” of the design names the place of issue, which is not written in every language. "
    "The usual words, or none, stand there in:"
)
NAMED_TWICE = N_(
    "%(name)s is chosen more than once as a signatory, by the terms or by the design that they "
    "name. Nobody signs a certificate twice: the name stands there once. Choose somebody else in "
    "one of the fields, or nobody."
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing in some languages, in words, and in which; or amiss in all."""

    text: Text
    languages: tuple[str, ...] = ()


def find_gaps(terms: Terms, design: Design) -> list[Gap]:
    """Return what certificates that are issued by `terms`, drawn by `design`, have in some only."""
    gaps = [
        Gap(Text(words), _missing(texts))
        for words, texts in ((NO_PLACE, terms.places), (NO_CONDITIONS, terms.conditions))
        if any(texts.values())
    ]
    for slot, title in SLOTS.items():
        worded = [code for code in LANGUAGES if _names_place(design.words(code, slot))]
        there = (code for code in worded if not terms.places.get(code))
        gaps.append(Gap(Text(GIVES_WAY, slot=Text(title)), tuple(there)))
    twice = [Gap(Text(NAMED_TWICE, name=name)) for name in terms.named_twice]
    return twice + [gap for gap in gaps if gap.languages]


def _missing(texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(code for code in LANGUAGES if not texts.get(code))


def _names_place(wording: str) -> bool:
    return any(one.is_variable and one.text == "place" for one in split_wording(wording))

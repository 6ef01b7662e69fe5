"""What a wording leaves out in one language that it says in others, or that a reader needs.

Pure; a language without a wording, and all else that is wrong with one, is found in `preflight`.
"""

from dataclasses import dataclass

from lms.certificates.rules.designs import SLOTS, VARIABLES, Design, split_wording
from lms.kit.i18n import LANGUAGES

KINDS = ("achievement", "participation")
# They stand in places of their own on every sheet, or on every one that has something for them.
ALWAYS_SHOWN = frozenset({"holder", "subject", "issuer", "place", "date"})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A variable that other languages name in a slot; whether the sheet has it elsewhere."""

    slot: str
    language: str
    name: str
    is_elsewhere: bool


def find_left_out(design: Design) -> list[LeftOut]:
    """Return what a language's wording does not name though others do in the same sentence.

    A language may name it in another sentence of the same certificate: grammars differ.
    """
    named: dict[tuple[str, str], frozenset[str]] = {
        (language, slot): _variables(design.words(language, slot))
        for language in LANGUAGES
        for slot in SLOTS
    }
    return [
        LeftOut(slot, language, name, is_elsewhere=name in ALWAYS_SHOWN | design.shows)
        for slot in SLOTS
        for name in VARIABLES
        if any(name in named[language, slot] for language in LANGUAGES)
        for language in LANGUAGES
        if design.words(language, slot)
        and not all(_is_said(named, language, kind, name) for kind in _kinds_of(slot))
    ]


def find_alike(design: Design) -> list[str]:
    """Return the languages in which nothing tells achievement from participation."""
    return [
        language
        for language in LANGUAGES
        if all(
            len({design.words(language, f"{slot}_{kind}") or kind for kind in KINDS}) == 1
            for slot in ("title", "above_subject")
        )
    ]


def _variables(wording: str) -> frozenset[str]:
    return frozenset(one.text for one in split_wording(wording) if one.is_variable)


def _kinds_of(slot: str) -> list[str]:
    """Return on certificates of which kinds a slot stands."""
    return [kind for kind in KINDS if slot.endswith(kind)] or list(KINDS)


def _is_said(
    named: dict[tuple[str, str], frozenset[str]], language: str, kind: str, name: str
) -> bool:
    return any(name in named[language, slot] for slot in SLOTS if kind in _kinds_of(slot))

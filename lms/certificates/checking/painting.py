"""Rules on what is painted: all of it marked, in colours that are defined, nothing see-through.

Fonts are in `fonts`, the tags that the marks belong to in `tags`.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf

from lms.certificates.checking.documents import is_language
from lms.certificates.checking.findings import A3, UA, Rule, rule
from lms.certificates.checking.opened import Opened

_INTENTS = frozenset(
    {"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"}
)
_BLENDS = frozenset(
    {"/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten",
     "/ColorDodge", "/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue",
     "/Saturation", "/Color", "/Luminosity"}
)  # fmt: skip
_DEEPEST = 28
_SMALLEST, _LARGEST = 3, 14_400
_DEVICE = {"DeviceCMYK": 4, "DeviceRGB": 3}


@rule(f"{UA} 7.1; {A3} 6.7.2.2", "All that is painted is tagged content or an artifact")
def all_marked(file: Opened) -> Iterator[str]:
    """Look at every operator that paints."""
    for number, page in enumerate(file.pages, 1):
        for operator in page.unmarked:
            yield f"page {number}: {operator} outside of any mark"


@rule(f"{UA} 7.1", "Tagged content holds no other, and neither stands within an artifact")
def marks_apart(file: Opened) -> Iterator[str]:
    """Look at how the marks stand within each other."""
    for number, page in enumerate(file.pages, 1):
        for what in page.mixed:
            yield f"page {number}: {what}"


@rule(f"{UA} 7.2", "A language that a mark names is one")
def mark_languages(file: Opened) -> Iterator[str]:
    """Look at the languages in the properties of marks."""
    for page in file.pages:
        yield from (repr(one) for one in page.languages if not is_language(one))


@rule(f"{A3} 6.2.2", "The content has only the operators of the format")
def operators(file: Opened) -> Iterator[str]:
    """Look for operators that the format has not."""
    for page in file.pages:
        yield from sorted(page.unknown)


@rule(f"{A3} 6.1.13", "States are nested no deeper than 28")
def nesting(file: Opened) -> Iterator[str]:
    """Look at how deep graphics states stand within each other."""
    yield from (str(page.deepest) for page in file.pages if page.deepest > _DEEPEST)


@rule(f"{A3} 6.1.13", "A page is at least 3 and at most 14,400 units wide and high")
def page_sizes(file: Opened) -> Iterator[str]:
    """Look at each page's box."""
    for number, page in enumerate(file.pdf.pages, 1):
        left, bottom, right, top = map(float, page.mediabox)
        if not all(_SMALLEST <= side <= _LARGEST for side in (right - left, top - bottom)):
            yield f"page {number}: {right - left:g} × {top - bottom:g}"


@rule(f"{A3} 6.2.4.3", "Colours are those that the output intent defines")
def colours(file: Opened) -> Iterator[str]:
    """Look at the spaces of what is painted, and of the pictures."""
    intents = file.root.get("/OutputIntents", pikepdf.Array())
    defined = {int(one.DestOutputProfile.N) for one in intents if "/DestOutputProfile" in one}
    used = set[str]().union(*(page.colours for page in file.pages))
    for picture in _pictures(file):
        space = picture.get("/ColorSpace", "")
        used.add(str(space).removeprefix("/") if isinstance(space, pikepdf.Name) else "")
    for space in sorted(used & set(_DEVICE)):
        if _DEVICE[space] not in defined:
            yield space


@rule(f"{A3} 6.2.8", "No picture asks to be interpolated or brings another in its place")
def pictures(file: Opened) -> Iterator[str]:
    """Look at each picture's dictionary."""
    for picture in _pictures(file):
        if picture.get("/Interpolate", False):
            yield f"object {picture.objgen[0]} is interpolated"
        if "/Alternates" in picture or "/OPI" in picture:
            yield f"object {picture.objgen[0]} has an alternative"


@rule(f"{A3} 6.2.9", "No form is PostScript or refers to another file")
def form_objects(file: Opened) -> Iterator[str]:
    """Look at every form."""
    for thing in file.objects:
        kind = thing.get("/Subtype") if isinstance(thing, pikepdf.Stream) else None
        if kind == "/PS" or (kind == "/Form" and {"/OPI", "/PS", "/Ref"} & set(thing.keys())):
            yield f"object {thing.objgen[0]}"


@rule(f"{A3} 6.2.5", "States name no transfer or halftone, and a blend mode that there is")
def states(file: Opened) -> Iterator[str]:
    """Look at the graphics states in use."""
    for page in file.pages:
        for state in page.states:
            if (
                "/TR" in state
                or ("/TR2" in state and state["/TR2"] != "/Default")
                or "/HTP" in state
            ):
                yield "a transfer function or halftone"
            if "/BM" in state and str(state["/BM"]) not in _BLENDS:
                yield f"blend mode {state['/BM']}"


@rule(f"{A3} 6.2.10", "What is see-through has a colour space to be blended in")
def transparency(file: Opened) -> Iterator[str]:
    """Look at states that let something through, on pages that do not say how it is blended."""
    intents = file.root.get("/OutputIntents", pikepdf.Array())
    if any(one.get("/S") == "/GTS_PDFA1" for one in intents):
        return
    for number, (page, walked) in enumerate(zip(file.pdf.pages, file.pages, strict=True), 1):
        if "/CS" not in page.obj.get("/Group", pikepdf.Dictionary()) and any(
            map(_is_clear, walked.states)
        ):
            yield f"page {number}"


@rule(f"{A3} 6.2.6", "A rendering intent is one of the four")
def intents(file: Opened) -> Iterator[str]:
    """Look at the intents that are set, and those of pictures."""
    named = set[str]().union(*(page.intents for page in file.pages))
    named |= {str(picture["/Intent"]) for picture in _pictures(file) if "/Intent" in picture}
    yield from sorted(named - _INTENTS)


def _is_clear(state: Any) -> bool:  # noqa: ANN401 - a dictionary of pikepdf's
    return (
        float(state.get("/CA", 1)) < 1
        or float(state.get("/ca", 1)) < 1
        or state.get("/SMask", "/None") != "/None"
        or str(state.get("/BM", "/Normal")) not in {"/Normal", "/Compatible"}
    )


def _pictures(file: Opened) -> Iterator[Any]:
    for thing in file.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
            yield thing


RULES: tuple[Rule, ...] = (
    all_marked, marks_apart, mark_languages, operators, nesting, page_sizes, colours, pictures,
    form_objects, states, transparency, intents,
)  # fmt: skip

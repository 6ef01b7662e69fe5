"""What stands in the content of a page: marks, texts by font, colours, states; forms included.

Nothing is judged here; a page that cannot be read is an error of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pikepdf

DEEPEST_FORM = 12
_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_PAINT = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "INLINE IMAGE"})
_COLOURS = {"k": "DeviceCMYK", "K": "DeviceCMYK", "rg": "DeviceRGB", "RG": "DeviceRGB",
            "g": "DeviceGray", "G": "DeviceGray"}  # fmt: skip
# ISO 32000-1, annex A, without those of Type 3 glyphs, which no file of ours has.
KNOWN = frozenset(
    {
        *("b", "B", "b*", "B*", "BDC", "BI", "BMC", "BT", "BX", "c", "cm", "CS", "cs", "d", "d0"),
        *(
            "d1",
            "Do",
            "DP",
            "EI",
            "EMC",
            "ET",
            "EX",
            "f",
            "F",
            "f*",
            "G",
            "g",
            "gs",
            "h",
            "i",
            "ID",
        ),
        *("j", "J", "K", "k", "l", "m", "M", "MP", "n", "q", "Q", "re", "RG", "rg", "ri", "s", "S"),
        *("SC", "sc", "SCN", "scn", "sh", "T*", "Tc", "Td", "TD", "Tf", "Tj", "TJ", "TL", "Tm"),
        *("Tr", "Ts", "Tw", "Tz", "v", "w", "W", "W*", "y", "'", '"', "INLINE IMAGE"),
    }
)


@dataclass
class Walked:
    """A page's content, gathered: each list has what a rule asks about."""

    unmarked: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    tags: dict[int, str] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    # Fonts by object, and the codes that are shown with each (rendering mode 3 included).
    fonts: dict[tuple[int, int], Any] = field(default_factory=dict)
    codes: dict[tuple[int, int], set[bytes]] = field(default_factory=dict)
    colours: set[str] = field(default_factory=set)
    states: list[Any] = field(default_factory=list)
    intents: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    deepest: int = 0


@dataclass(frozen=True)
class _Around:
    """What surrounds a form where it is drawn."""

    marks: tuple[str, ...] = ()
    forms: int = 0


def walk(page: Any) -> Walked:  # noqa: ANN401 - a page of pikepdf's
    """Return what stands on a page."""
    walked = Walked()
    _walk(page.obj, page.obj.get("/Resources", pikepdf.Dictionary()), _Around(), walked)
    return walked


def _walk(content: Any, resources: Any, around: _Around, walked: Walked) -> None:  # noqa: ANN401 - streams of pikepdf's
    """Gather a stream of content; `around` says in what marks a form is drawn."""
    marks, fonts = list(around.marks), [None]
    for instruction in pikepdf.parse_content_stream(content):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in {"q", "Q"}:
            _nest(operator, fonts, walked)
        elif operator in {"BDC", "BMC", "EMC"}:
            _mark(operator, operands, marks, resources, walked)
        elif operator in _TEXT:
            _show(operator, operands, fonts[-1], marks, walked)
        elif operator == "Do":
            inside = _Around(tuple(marks), around.forms + 1)
            _draw(resources.XObject[operands[0]], resources, inside, walked)
        elif operator == "Tf":
            fonts[-1] = resources.Font[operands[0]]
        elif operator in _PAINT:
            _paint(operator, marks, walked)
        else:
            _set(operator, operands, resources, walked)


def _nest(operator: str, fonts: list[Any], walked: Walked) -> None:
    if operator == "q":
        fonts.append(fonts[-1])
        walked.deepest = max(walked.deepest, len(fonts) - 1)
    elif len(fonts) > 1:
        fonts.pop()


def _mark(operator: str, operands: Any, marks: list[str], resources: Any, walked: Walked) -> None:  # noqa: ANN401 - a value of pikepdf's
    if operator == "EMC":
        if marks:
            marks.pop()
        return
    tag, properties = str(operands[0]), operands[1] if operator == "BDC" else None
    if isinstance(properties, pikepdf.Name):
        properties = resources.get("/Properties", pikepdf.Dictionary()).get(str(properties))
    number = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
    if properties is not None and "/Lang" in properties:
        walked.languages.append(str(properties["/Lang"]))
    kind = "artifact" if tag == "/Artifact" else "content" if number is not None else "other"
    # An artifact may hold an artifact; anything else that is marked within a mark is read wrongly.
    around = set(marks) - {"other"} - ({"artifact"} if kind == "artifact" else set())
    if kind != "other" and around:
        walked.mixed.append(f"{tag} within {' within '.join(marks)}")
    if number is not None:
        walked.marks.append(int(number))
        walked.tags[int(number)] = tag
    marks.append(kind)


def _paint(operator: str, marks: Iterable[str], walked: Walked) -> None:
    if not {"artifact", "content"} & set(marks):
        walked.unmarked.append(operator)


def _show(operator: str, operands: Any, font: Any, marks: Iterable[str], walked: Walked) -> None:  # noqa: ANN401 - a value of pikepdf's
    _paint(operator, marks, walked)
    if font is None:
        return
    shown = operands[0] if operator == "TJ" else operands[-1:]
    width = 2 if font.get("/Subtype") == "/Type0" else 1
    codes = walked.codes.setdefault(font.objgen, set())
    walked.fonts[font.objgen] = font
    for text in shown:
        if isinstance(text, pikepdf.String):
            raw = bytes(text)
            codes.update(raw[at : at + width] for at in range(0, len(raw), width))


def _draw(drawn: Any, resources: Any, around: _Around, walked: Walked) -> None:  # noqa: ANN401 - a value of pikepdf's
    if drawn.get("/Subtype") != "/Form":
        _paint("Do", around.marks, walked)
    elif around.forms <= DEEPEST_FORM:
        _walk(drawn, drawn.get("/Resources", resources), around, walked)


def _set(operator: str, operands: Any, resources: Any, walked: Walked) -> None:  # noqa: ANN401 - a value of pikepdf's
    if operator in _COLOURS:
        walked.colours.add(_COLOURS[operator])
    elif operator in {"cs", "CS"}:
        walked.colours.update(_spaces(operands[0], resources))
    elif operator == "gs":
        walked.states.append(resources.ExtGState[operands[0]])
    elif operator == "ri":
        walked.intents.add(str(operands[0]))
    elif operator not in KNOWN:
        walked.unknown.add(operator)


def _spaces(name: Any, resources: Any) -> set[str]:  # noqa: ANN401 - a value of pikepdf's
    """Return the spaces that a name stands for: its own, and the one below a pattern's."""
    space = resources.get("/ColorSpace", pikepdf.Dictionary()).get(str(name), name)
    parts = space if isinstance(space, pikepdf.Array) else [space]
    return {str(part).removeprefix("/") for part in parts if isinstance(part, pikepdf.Name)}

"""Boxes of a page in whose place another text may stand: the own example, the national law.

Pure. The mark is `{replaceable=name}` at the end of a box's first line; which text stands in its
place, and when, is decided in `lms.content.variants`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown_it.token import Token

from lms.units.syntax import block_parser

_LABEL = "box_label_"


def name_of_box(token: Token) -> str | None:
    """Return the name of the replaceable box that the token opens, if it opens one."""
    name: str | None = token.meta.get("replaceable")
    return name


def boxes(tokens: Sequence[Token]) -> Iterator[tuple[str, int, int]]:
    """Yield each replaceable box: its name, and where it opens and closes."""
    for start, token in enumerate(tokens):
        name = name_of_box(token)
        if name is not None:
            yield name, start, _end(tokens, start)


def _end(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for place in range(start, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    return len(tokens) - 1


def names_of(tokens: Sequence[Token]) -> dict[int, str]:
    """Return for each token inside a replaceable box, by its identity, the name of that box."""
    return {
        id(token): name for name, start, end in boxes(tokens) for token in tokens[start + 1 : end]
    }


def replace_boxes(
    tokens: list[Token], variants: Mapping[str, str], env: dict[str, Any]
) -> list[Token]:
    """Return the page with the text of each variant in the place of its box's; the label stays."""
    if not variants:
        return tokens
    done: list[Token] = []
    at = 0
    for name, start, end in boxes(tokens):
        if name in variants and start >= at:
            done += tokens[at : start + 1]
            done += _label(tokens[start + 1 : end])
            done += _inside(variants[name], env)
            at = end
    return [*done, *tokens[at:]]


def _label(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the word above the box (case, example), which is the interface's."""
    return tokens[:3] if tokens and tokens[0].type.startswith(_LABEL) else ()


def _inside(text: str, env: dict[str, Any]) -> list[Token]:
    """Return the blocks of a variant; a first-level heading at its beginning is the box's title."""
    tokens = block_parser().parse(text, env)
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        for token, kind in zip(tokens[0:3:2], ("open", "close"), strict=True):
            token.type, token.tag = f"box_title_{kind}", "p"
        tokens[0].attrSet("class", "box-title")
    return tokens

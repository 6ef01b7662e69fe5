"""The Markdown of courses: CommonMark, tables, footnotes, boxes (`:::`) and figures.

Builds the parser and its block-level rules; units and translations are in `lms.units.markdown`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

BLOCK_RULES = ["normalize", "block", "boxes", "figures"]
BACK = "back"
BOXES = ("note", "case", "example", "task")
# At the end of a box's first line: another text may stand in its place, under this name.
_REPLACEABLE = re.compile(r"\s*\{replaceable=([a-z0-9][a-z0-9-]{0,39})\}$")
_OPENS_BOX = {f"container_{name}_open": name for name in BOXES}
_ALIGNMENT = re.compile(r"text-align:(left|right|center)")
_ALIGNMENT_CLASS = {"left": "align-start", "right": "align-end", "center": "align-center"}


@cache
def parser() -> MarkdownIt:
    """Return the parser; HTML in the text is text, and comes out escaped."""
    return _build()


def _build() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.use(footnote_plugin, inline=False)
    for name in BOXES:
        markdown.use(container_plugin, name)
    markdown.core.ruler.after("block", "boxes", open_boxes)
    markdown.core.ruler.after("boxes", "figures", open_figures)
    markdown.add_render_rule("footnote_caption", _footnote_number)
    markdown.add_render_rule("footnote_block_open", _footnotes_open)
    markdown.add_render_rule("footnote_anchor", _footnote_return)
    return markdown


@cache
def block_parser() -> MarkdownIt:
    """Return a parser that stops at the blocks and leaves their inline texts as they are."""
    markdown = _build()
    markdown.core.ruler.enableOnly(BLOCK_RULES)
    return markdown


@cache
def html_finder() -> MarkdownIt:
    """Return a parser that tells HTML apart, for the validator alone."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    # By itself it takes a link to a script for plain text, and the validator would not see it.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - as the parser calls it
    markdown.use(footnote_plugin, inline=False)
    for name in BOXES:
        markdown.use(container_plugin, name)
    return markdown


def box_of(token: Token) -> str | None:
    """Return which box the token opens, if it opens one."""
    return _OPENS_BOX.get(token.type)


def open_boxes(state: StateCore) -> None:
    """Give each box its label, and its title (the words after its kind) as a block of its own."""
    tokens: list[Token] = []
    for token in state.tokens:
        tokens.append(token)
        name = box_of(token)
        if token.type.startswith("container_"):
            token.tag = "section"
        if name is None:
            continue
        token.attrSet("class", "box")  # the renderer adds the box's own name
        label = state.env.get("labels", {}).get(name)
        if label:
            tokens += _block("box_label", "p", label, token, "box-label")
            tokens[-2].meta = {"is_label": True}
        info = token.info.strip()
        found = _REPLACEABLE.search(info)
        if found:
            token.meta = {**token.meta, "replaceable": found[1]}
        title = _REPLACEABLE.sub("", info).removeprefix(name).strip()
        if title:
            tokens += _block("box_title", "p", title, token, "box-title")
    state.tokens = tokens


def _block(kind: str, tag: str, content: str, at: Token, css_class: str = "") -> list[Token]:
    """Return the three tokens of a block of text that stands inside the block `at`."""
    level = at.level + 1
    opening = Token(f"{kind}_open", tag, 1, map=at.map, level=level, block=True)
    if css_class:
        opening.attrSet("class", css_class)
    text = Token("inline", "", 0, content=content, map=at.map, level=level + 1, children=[])
    return [opening, text, Token(f"{kind}_close", tag, -1, level=level, block=True)]


def open_figures(state: StateCore) -> None:
    """Make a figure of each paragraph that is one picture; its title is the caption."""
    tokens: list[Token] = []
    for token, picture in zip(state.tokens, _pictures(state), strict=True):
        if picture is None:
            tokens.append(token)
        else:
            del tokens[-1]  # the paragraph's opening
            tokens += _figure(token, picture)
    state.tokens = [token for token in tokens if token.type != "dropped"]


def _pictures(state: StateCore) -> Iterator[Token | None]:
    """Yield for each token the one picture that it consists of; drop its paragraph's end."""
    for index, token in enumerate(state.tokens):
        picture = None
        if token.type == "inline" and state.tokens[index - 1].type == "paragraph_open":
            picture = only_picture(token.content, state)
        if picture is not None:
            state.tokens[index + 1].type = "dropped"
        yield picture


def only_picture(content: str, state: StateCore) -> Token | None:
    """Return the picture if the text is one picture and nothing else."""
    if not content.startswith("!["):
        return None
    children: list[Token] = []
    state.md.inline.parse(
        content, state.md, {"references": state.env.get("references", {})}, children
    )
    return children[0] if len(children) == 1 and children[0].type == "image" else None


def _figure(at: Token, picture: Token) -> list[Token]:
    level = max(at.level - 1, 0)
    figure = Token("figure_open", "figure", 1, map=at.map, level=level, block=True)
    image = Token("figure_image", "img", 0, map=at.map, level=level + 1, block=True)
    image.attrSet("src", str(picture.attrGet("src") or ""))
    image.content = plain(picture.children or [])
    tokens = [figure, image]
    caption = picture.attrGet("title")
    if caption:
        tokens += _block("figcaption", "figcaption", str(caption), figure)
    return [*tokens, Token("figure_close", "figure", -1, level=level, block=True)]


def plain(tokens: Sequence[Token]) -> str:
    """Return the bare words of inline tokens."""
    parts = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif token.children:
            parts.append(plain(token.children))
        else:
            parts.append(token.content)
    return "".join(parts)


def alignment_class(token: Token) -> None:
    """Turn a table cell's alignment from a style, which the browser must refuse, into a class.

    A column aligned to the left is aligned to the start of the line, in Arabic to the right.
    """
    found = _ALIGNMENT.search(str(token.attrs.pop("style", "")))
    if found:
        token.attrSet("class", _ALIGNMENT_CLASS[found.group(1)])


def _footnote_number(
    _renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object
) -> str:
    return str(tokens[index].meta["id"] + 1)


def _footnotes_open(
    _renderer: object, _tokens: Sequence[Token], _index: int, _options: object, _env: object
) -> str:
    return '<section class="footnotes">\n<ol>\n'


def _footnote_return(
    _renderer: object, tokens: Sequence[Token], index: int, _options: object, env: dict[str, Any]
) -> str:
    """Return the way back to the text, with a name that a screen reader can say."""
    meta = tokens[index].meta
    target = f"fnref{meta['id'] + 1}" + (f":{meta['subId']}" if meta["subId"] else "")
    name = escapeHtml(env.get("labels", {}).get(BACK, ""))
    label = f' aria-label="{name}"' if name else ""
    return f' <a class="footnote-back" href="#{target}"{label}>↩\ufe0e</a>'

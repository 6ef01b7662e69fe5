"""Units of a Markdown page, and the page in a language: structure is always the source's.

The syntax is in `lms.units.syntax`; what a page may contain is checked in `lms.units.checks`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import nh3
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from lms.kit.i18n import direction
from lms.units.figures import Media, show, transcribe
from lms.units.replacing import boxes, names_of, replace_boxes
from lms.units.syntax import BLOCK_RULES, alignment_class, block_parser, parser, plain
from lms.units.unit import Key, Repeats, Unit, join_lines

_KINDS = {
    "heading_open": "heading",
    "th_open": "heading of a table",
    "td_open": "cell",
    "list_item_open": "item",
    "blockquote_open": "quotation",
    "footnote_reference_open": "footnote",
    "box_title_open": "title of a box",
    "figcaption_open": "caption",
}
TAGS = {
    "a", "blockquote", "br", "code", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6",
    "hr", "img", "li", "ol", "p", "pre", "section", "span", "strong", "sup", "table", "tbody",
    "td", "th", "thead", "tr", "ul", "div", "picture", "source", "video", "audio", "track",
    "details", "summary",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang"},
    "a": {"href", "title", "aria-label"},
    "img": {"alt", "height", "loading", "src", "title", "width"},
    "source": {"sizes", "srcset", "type"},
    "video": {"aria-label", "controls", "preload", "src"},
    "audio": {"aria-label", "controls", "preload", "src"},
    "track": {"kind", "label", "src", "srclang"},
    "ol": {"start"},
    "table": {"tabindex"},
    "th": {"scope"},
}
LINE = "data-line"
SCHEMES = {"http", "https", "mailto"}


@dataclass(frozen=True)
class Setting:
    """How a text is to be rendered.

    `translations` gives a unit's text in the language at hand; without it the source is rendered
    as it is. A unit without a translation stays in `source_language`, marked with `lang` and
    `dir`. `labels` names the boxes (note, case, example, task) and the way `back` from a footnote.
    `media` is put before the path of each picture or file, of which `known` says what is known;
    `links` gives the address of a page. `variants` are texts that stand in the place of boxes which
    may be replaced, by the name of each. With `has_lines` each block says in `data-line` where in
    the text it begins.
    """

    file: str = ""
    source_language: str = "en"
    translations: Mapping[Key, str] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    media: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    known: Media = field(default_factory=Media)
    variants: Mapping[str, str] = field(default_factory=dict)
    has_lines: bool = False


def extract(file: str, text: str) -> list[Unit]:
    """Return the units of a Markdown page, in the order in which they stand."""
    repeats = Repeats(file)
    units = []
    for token, kind, line in _texts(parse_blocks(text)):
        content = _source_of(token)
        units.append(Unit(repeats.context(content), content, file, line, kind))
    return units


def render(text: str, setting: Setting | None = None) -> str:
    """Return a page as sanitised HTML; its first-level heading, the page's title, is left out."""
    setting = setting or Setting()
    env: dict[str, Any] = {"labels": setting.labels}
    tokens = parse_blocks(text, env)
    _translate(tokens, setting)
    if setting.has_lines:
        _number(tokens)
    tokens = replace_boxes(tokens, setting.variants, env)
    tokens = [token for token in _finish(tokens, env) if token.meta.get("is_title") is None]
    tokens = _dress(tokens, setting)
    return sanitise(parser().renderer.render(tokens, parser().options, env), setting.has_lines)


class Box(NamedTuple):
    """A replaceable box of a page: its name, and the line that opens it."""

    name: str
    line: int


def find_boxes(text: str) -> list[Box]:
    """Return the boxes of a page that may be replaced, in order."""
    tokens = parse_blocks(text)
    return [
        Box(name, tokens[start].map[0] + 1 if tokens[start].map else 1)  # type: ignore[index]  # just asked
        for name, start, _end in boxes(tokens)
    ]


def extract_boxes(file: str, text: str) -> dict[str, list[Unit]]:
    """Return the units inside each box of a page that may be replaced, by the box's name."""
    units = {(unit.context, unit.text): unit for unit in extract(file, text)}
    found: dict[str, list[Unit]] = {}
    repeats = Repeats(file)
    tokens = parse_blocks(text)
    names = names_of(tokens)
    for token, *_ in _texts(tokens):
        key = Key(repeats.context(source := _source_of(token)), source)
        if id(token) in names:
            found.setdefault(names[id(token)], []).append(units[key])
    return found


def render_box(text: str, name: str, setting: Setting) -> str:
    """Return what stands in a replaceable box of a page as HTML; nothing where there is no such."""
    env: dict[str, Any] = {"labels": setting.labels}
    tokens = parse_blocks(text, env)
    found = next((span for span in boxes(tokens) if span[0] == name), None)
    inside = tokens[found[1] + 1 : found[2]] if found else []
    done = _dress(_finish(inside, env), setting)
    return sanitise(parser().renderer.render(done, parser().options, env))


def render_line(text: str, key: Key | None = None, setting: Setting | None = None) -> str:
    """Return a single text (a question, a choice) as sanitised inline HTML.

    With a `key`, its translation is rendered, or the source, marked as such.
    """
    setting = setting or Setting()
    translated = None
    if key is not None and setting.translations is not None:
        translated = setting.translations.get(key)
    env: dict[str, Any] = {}
    tokens = parser().parseInline(join_lines(text) if translated is None else translated, env)
    tokens = _dress(tokens, setting)
    html = parser().renderer.render(tokens, parser().options, env)
    if key is not None and setting.translations is not None and translated is None:
        language = setting.source_language
        html = f'<span lang="{language}" dir="{direction(language)}">{html}</span>'
    return sanitise(html)


def render_medium(path: str, alt: str, setting: Setting, language: str = "") -> str:
    """Return a picture, a film or a sound of the course as sanitised HTML, called `alt`.

    `language` is that of `alt` where it is not the page's.
    """
    token = Token("figure_image", "img", 0)
    token.attrs = {"src": path, "alt": alt}
    if language:
        token.attrs |= {"lang": language, "dir": direction(language)}
    label = setting.labels.get("transcript", "")
    tokens = [*_show(token, alt, setting), *transcribe(path, label, setting.known)]
    return sanitise(parser().renderer.render(tokens, parser().options, {}))


def title(file: str, text: str) -> Unit | None:
    """Return what the page calls itself: its first-level heading, else its first heading."""
    headings = [unit for unit in extract(file, text) if unit.kind in {"title", "heading"}]
    return min(headings, key=lambda unit: (unit.kind != "title", unit.line), default=None)


def skeleton(text: str) -> list[list[str]]:
    """Return the page's structure without its words: what no translation and no edition changes."""
    env: dict[str, Any] = {}
    bones = []
    for token in parse_blocks(text, env):
        has_words = token.type in {"inline", "figure_image"}
        content = ("text" if token.content.strip() else "") if has_words else token.content
        details = sorted(f"{name}={value}" for name, value in token.attrs.items())
        label = str(token.meta.get("label", ""))
        bones.append([token.type, token.tag, content, label, *details])
    references = env.get("references", {})
    return [*bones, *([name, str(value["href"])] for name, value in sorted(references.items()))]


def words(text: str) -> str:
    """Return the bare words of an inline text, for where no mark-up can stand."""
    return plain(parser().parseInline(text))


def sanitise(html: str, has_lines: bool = False) -> str:
    """Return the HTML with nothing in it but what a course's text needs, and its lines if asked."""
    attributes = {**ATTRIBUTES, "*": ATTRIBUTES["*"] | {LINE}} if has_lines else ATTRIBUTES
    return nh3.clean(
        html, tags=TAGS, attributes=attributes, url_schemes=SCHEMES, link_rel="noopener"
    )


def parse_blocks(text: str, env: dict[str, Any] | None = None) -> list[Token]:
    """Return the page's blocks, their inline texts not yet parsed; the title is marked."""
    tokens = block_parser().parse(text, {} if env is None else env)
    _mark_title(tokens)
    return tokens


def _number(tokens: list[Token]) -> None:
    for token in tokens:
        if token.nesting >= 0 and token.map and not token.hidden:
            token.attrSet(LINE, str(token.map[0] + 1))


def _mark_title(tokens: list[Token]) -> None:
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            for part in tokens[index : index + 3]:
                part.meta = {**part.meta, "is_title": True}
            return


def _finish(tokens: list[Token], env: dict[str, Any]) -> list[Token]:
    """Parse the inline texts and put the footnotes at the end."""
    state = StateCore("", parser(), env, tokens)
    for rule in parser().core.ruler.getRules("")[len(BLOCK_RULES) :]:
        rule(state)
    return state.tokens


def _texts(tokens: list[Token]) -> Iterator[tuple[Token, str, int]]:
    """Yield each token that holds a text, with its kind and line."""
    around: list[str] = []
    for token in tokens:
        if token.nesting == 1:
            around.append(token.type)
        elif token.nesting == -1:
            around.pop()
        elif _is_text(token):
            line = token.map[0] + 1 if token.map else 1
            yield token, _kind(token, around), line


def _is_text(token: Token) -> bool:
    is_own_word = token.meta.get("is_label")  # the box's name is the interface's, not the page's
    return (
        token.type in {"inline", "figure_image"} and bool(token.content.strip()) and not is_own_word
    )


def _kind(token: Token, around: list[str]) -> str:
    if token.type == "figure_image":
        return "alternative text"
    if token.meta.get("is_title"):
        return "title"
    return next((_KINDS[name] for name in reversed(around) if name in _KINDS), "paragraph")


def _source_of(token: Token) -> str:
    return join_lines(token.content)


def _translate(tokens: list[Token], setting: Setting) -> None:
    """Put the translations into the blocks; mark those that have none."""
    if setting.translations is None:
        return
    repeats = Repeats(setting.file)
    holders = {id(token): tokens[index - 1] for index, token in enumerate(tokens)}
    for token, *_ in _texts(tokens):
        source = _source_of(token)
        translated = setting.translations.get(Key(repeats.context(source), source))
        if translated is not None:
            token.content = translated
        else:
            _mark_foreign(token, holders[id(token)], setting.source_language)


def _mark_foreign(token: Token, holder: Token, language: str) -> None:
    """Mark a block as being in the source language.

    A tight list's paragraph has no tag of its own; its words are then wrapped when rendered.
    """
    if token.type == "figure_image":
        holder = token
    if holder.hidden:
        token.meta = {**token.meta, "language": language}
        return
    holder.attrSet("lang", language)
    holder.attrSet("dir", direction(language))


def _dress(tokens: list[Token], setting: Setting) -> list[Token]:
    """Give the finished tokens their attributes: addresses, classes, scopes; show the media."""
    dressed: list[Token] = []
    for token in tokens:
        if token.type == "figure_image":
            alt = words(token.content)
            token.attrSet("alt", alt)
            path, label = str(token.attrGet("src") or ""), setting.labels.get("transcript", "")
            dressed += _show(token, alt, setting)
            dressed += transcribe(path, label, setting.known)
            continue
        dressed.append(token)
        if token.type in {"td_open", "th_open"}:
            alignment_class(token)
            if token.type == "th_open":
                token.attrSet("scope", "col")
        elif token.type == "table_open":
            # A wide table scrolls within itself, and the keyboard has to get there.
            token.attrSet("tabindex", "0")
        elif token.type == "inline":
            _dress_line(token, setting)
    return dressed


def _dress_line(token: Token, setting: Setting) -> None:
    children: list[Token] = []
    for child in token.children or []:
        if child.type == "image":
            children += _show(child, plain(child.children or []), setting)
            continue
        children.append(child)
        if child.type == "link_open":
            child.attrSet("href", _address(str(child.attrGet("href") or ""), setting))
    token.children = children
    language = token.meta.get("language")
    if language:
        opening = Token("foreign_open", "span", 1)
        opening.attrSet("lang", language)
        opening.attrSet("dir", direction(language))
        token.children = [opening, *children, Token("foreign_close", "span", -1)]


def _show(token: Token, alt: str, setting: Setting) -> list[Token]:
    path = str(token.attrGet("src") or "")
    prefix = setting.media if path.startswith("media/") else ""
    return show(token, path, prefix, alt, setting.known)


def _address(target: str, setting: Setting) -> str:
    if target.startswith("media/"):
        return setting.media + target
    path, mark, fragment = target.partition("#")
    return setting.links.get(path, path) + mark + fragment

"""Values as YAML text: what an author would have written, and what reads back as the same value.

Where the text goes is the business of `splicing`.
"""

import re
from collections.abc import Mapping, Sequence

import yaml

# Wider than any text: an author's line is not broken for him.
WIDEST = 2**31 - 1
FOLDED_WIDTH = 96
# Signs that stand in no block scalar: control signs, and what YAML takes for a line break.
_NOT_PLAIN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def scalar(value: object, *, is_flow: bool, quotes: str | None = None) -> str:
    """Return one value on one line; `quotes` are those that an earlier text had."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        quotes = None
    elif _NOT_PLAIN.search(value) or "\n" in value:
        quotes = '"'
    if is_flow or quotes:
        return _dump([value], is_flow=True, quotes=quotes)[1:-1]
    return _dump({"k": value}, is_flow=False, quotes=None)[3:]


def _dump(value: object, *, is_flow: bool, quotes: str | None) -> str:
    text: str = yaml.dump(
        value, Dumper=yaml.SafeDumper, default_flow_style=is_flow, default_style=quotes,
        allow_unicode=True, width=WIDEST,
    )  # fmt: skip
    return text.rstrip("\n")


def flow(value: object) -> str:
    """Return a value in one line: `{id: a, articles: [1, 2]}`."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value, is_flow=True)


def block(value: object) -> list[str]:
    """Return a mapping or a list as lines, one entry a line where it fits."""
    lines = []
    if isinstance(value, Mapping):
        for key, part in value.items():
            lines += entry(str(key), part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        lines = [f"- {flow(part)}" for part in value]
    return lines


def entry(key: str, value: object) -> list[str]:
    """Return a key with its value as the lines of a block mapping."""
    if _is_list_of_mappings(value):
        return [f"{key}:", *(f"  {line}" for line in block(value))]
    if isinstance(value, Mapping | list | tuple):
        return [f"{key}: {flow(value)}"]
    header, *body = prose(value)
    return [f"{key}: {header}", *(f"  {line}" if line else "" for line in body)]


def _is_list_of_mappings(value: object) -> bool:
    return (
        isinstance(value, list | tuple)
        and bool(value)
        and all(isinstance(part, Mapping) for part in value)
    )


def prose(value: object, style: str | None = None) -> list[str]:
    """Return a value in a block: on one line, or a header and the lines below it, not indented.

    `style` is that of the text before: folded stays folded, quoted stays quoted.
    """
    if isinstance(value, str) and _fits_a_block(value):
        if "\n" in value:
            return ["|-", *value.split("\n")]
        if style == ">":
            return [">-", *_fold(value)]
    return [scalar(value, is_flow=False, quotes=style if style in {"'", '"'} else None)]


def _fits_a_block(text: str) -> bool:
    return bool(text) and text == text.strip() and not _NOT_PLAIN.search(text)


def _fold(text: str) -> list[str]:
    """Break a text where a single space stands; folding reads it back as it was."""
    lines = [""]
    for word in re.split(r"(?<=\S) (?=\S)", text):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and len(longer) > FOLDED_WIDTH:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines

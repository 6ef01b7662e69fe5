"""Changing a YAML text in place: what an edit does not touch keeps its bytes.

The result is read again: where it does not say what the edit means, the file is written anew.
"""

import re
from collections.abc import Sequence
from typing import Any

import yaml

from lms.workshop.editing import writing
from lms.workshop.editing.edits import (
    Edit,
    FileUnreadable,
    Insert,
    Move,
    Path,
    Remove,
    Set,
    change_data,
    load,
)
from lms.workshop.editing.edits import find as find_data
from lms.workshop.editing.marks import (
    Misplaced,
    children,
    compose,
    end_of,
    find_node,
    has_line_of_its_own,
    is_flow,
    is_within_flow,
    item_lines,
    line_end,
    line_start,
    pair_at,
)

_ANEW_WIDTH = 100


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return a file's text after edits, made one after the other; raise `FileUnreadable`."""
    for edit in edits:
        text = _apply(text, edit)
    return text


def _apply(text: str, edit: Edit) -> str:
    before = load(text)
    wanted = change_data(before, edit)
    if wanted == before:
        return text
    try:
        changed = _splice(text, before, edit)
        if load(changed) == wanted:
            return changed
    except (Misplaced, FileUnreadable, ValueError, yaml.YAMLError):
        pass
    anew: str = yaml.dump(
        wanted, Dumper=yaml.SafeDumper, sort_keys=False, allow_unicode=True, width=_ANEW_WIDTH
    )
    return anew


def _splice(text: str, data: Any, edit: Edit) -> str:  # noqa: ANN401
    if isinstance(edit, Set):
        return _set(text, edit)
    if isinstance(edit, Insert):
        return _insert(text, edit.path, edit.index, _Item(edit.value, edit.is_block))
    if isinstance(edit, Remove):
        return _remove(text, edit.path)
    item = _take(text, data, edit)
    return _insert(_remove(text, edit.path), edit.to, edit.index, item)


# --- A key and its value --------------------------------------------------------------------


def _set(text: str, edit: Set) -> str:
    root = compose(text)
    mapping = find_node(root, edit.path[:-1])
    key = str(edit.path[-1])
    pair = pair_at(mapping, key)
    if edit.value is None:
        return _remove_key(text, mapping, key)
    if pair is None:
        return _add_key(text, root, edit, mapping)
    in_flow, column = is_within_flow(root, edit.path), mapping.start_mark.column
    return _replace(text, pair, edit.value, in_flow=in_flow, column=column)


def _replace(
    text: str, pair: tuple[yaml.Node, yaml.Node], value: object, *, in_flow: bool, column: int
) -> str:
    """Write a value in another's place; `column` is that of the keys."""
    key, node = pair
    start, end = node.start_mark.index, end_of(text, node)
    is_block = not isinstance(node, yaml.ScalarNode) and not is_flow(node)
    if isinstance(value, dict | list | tuple) and is_block and value:
        lines = writing.block(value)
        return text[:start] + f"\n{' ' * node.start_mark.column}".join(lines) + text[end:]
    if is_block or start == end:
        start = text.index(":", key.end_mark.index) + 1
    head = text[:start] + ("" if text[start - 1].isspace() else " ")
    if isinstance(value, dict | list | tuple):
        return head + writing.flow(value) + text[end:]
    style = node.style if isinstance(node, yaml.ScalarNode) else None
    if in_flow:
        quotes = style if style in {"'", '"'} else None
        return head + writing.scalar(value, is_flow=True, quotes=quotes) + text[end:]
    header, *body = writing.prose(value, style)
    stop = line_end(text, end) if body else end
    rest = text[end:stop].rstrip("\n") + "\n" if body else ""
    return head + header + rest + _indented(body, column + 2) + text[stop:]


def _indented(lines: Sequence[str], column: int) -> str:
    return "".join(f"{' ' * column}{line}\n" if line else "\n" for line in lines)


def _add_key(text: str, root: yaml.Node, edit: Set, mapping: yaml.MappingNode) -> str:
    key = str(edit.path[-1])
    before = _pair_before(mapping, key, edit.order)
    if is_flow(mapping) or is_within_flow(root, edit.path[:-1]):
        new = f"{key}: {writing.flow(edit.value)}"
        if before is None:
            at = mapping.start_mark.index + 1
            return text[:at] + new + (", " if mapping.value else "") + text[at:]
        at = end_of(text, before[1]) if before[1].value else before[1].end_mark.index
        return f"{text[:at]}, {new}{text[at:]}"
    last = before or mapping.value[0]
    at = line_end(text, end_of(text, last[1]))
    lines = _indented(writing.entry(key, edit.value), mapping.start_mark.column)
    return _on_a_new_line(text[:at]) + lines + text[at:]


def _pair_before(
    mapping: yaml.MappingNode, key: str, order: Sequence[str]
) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the last pair that stands before a new key by the format's order of keys."""
    if key not in order:
        return mapping.value[-1] if mapping.value else None
    earlier = set(order[: order.index(key)])
    pairs = [pair for pair in mapping.value if pair[0].value in earlier]
    return pairs[-1] if pairs else None


def _on_a_new_line(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _remove_key(text: str, mapping: yaml.MappingNode, key: str) -> str:
    keys = [pair[0].value for pair in mapping.value]
    at = keys.index(key)
    name, value = mapping.value[at]
    start, end = name.start_mark.index, end_of(text, value)
    following = mapping.value[at + 1][0].start_mark.index if at + 1 < len(keys) else None
    if len(keys) == 1:
        whole = mapping.start_mark.index, end_of(text, mapping)
        return text[: whole[0]] + "{}" + text[whole[1] :]
    if is_flow(mapping):
        if at:
            return text[: end_of(text, mapping.value[at - 1][1])] + text[end:]
        return text[:start] + text[following:]
    if has_line_of_its_own(text, start):
        return text[: line_start(text, start)] + text[line_end(text, end) :]
    return text[:start] + text[following:]


# --- An item of a list ----------------------------------------------------------------------


class _Item:
    """An item on its way into a list: its value, and its text where it has one already."""

    def __init__(
        self,
        value: object,
        is_block: bool,
        lines: Sequence[str] = (),
        inline: str = "",
    ) -> None:
        self.value, self.is_block, self.lines, self.inline = value, is_block, lines, inline

    def as_flow(self) -> str:
        return self.inline or writing.flow(self.value)

    def as_lines(self, neighbour: yaml.Node | None) -> Sequence[str]:
        """Return the item's lines with its dash; a new one is written as its neighbour is."""
        if self.lines:
            return self.lines
        is_block = self.is_block
        if neighbour is not None and not self.is_block:
            is_block = isinstance(neighbour, yaml.MappingNode) and not is_flow(neighbour)
        if self.inline or not is_block or not isinstance(self.value, dict):
            return [f"- {self.as_flow()}"]
        first, *rest = writing.block(self.value)
        return [f"- {first}", *(f"  {line}" if line else "" for line in rest)]


def _take(text: str, data: Any, edit: Move) -> _Item:  # noqa: ANN401
    """Return an item with its own text: its lines, or what stands between commas."""
    value = find_data(data, edit.path)
    root = compose(text)
    sequence = find_node(root, edit.path[:-1])
    place = int(edit.path[-1])
    if is_flow(sequence):
        return _Item(value, is_block=False, inline=_flow_texts(text, sequence)[place])
    start, end = item_lines(text, sequence, place)
    column = sequence.start_mark.column
    lines = [line[column:] if line.strip() else "" for line in text[start:end].splitlines()]
    node = sequence.value[place]
    inline = text[node.start_mark.index : end_of(text, node)] if is_flow(node) else ""
    return _Item(value, True, lines, "" if "\n" in inline else inline)


def _insert(text: str, path: Path, index: int, item: _Item) -> str:
    root = compose(text) if text.strip() else None
    if root is None:
        return _on_a_new_line(text) + _indented(item.as_lines(None), 0)
    sequence = _list_node(root, path)
    if sequence is None:
        return _insert(_apply(text, Set(path, [])), path, index, item)
    items = children(sequence)
    if not items:
        return _begin_list(text, root, path, sequence, item)
    if is_flow(sequence):
        texts = _flow_texts(text, sequence)
        return _rejoin(text, sequence, [*texts[:index], item.as_flow(), *texts[index:]])
    neighbour = items[min(index, len(items) - 1)]
    lines = _indented(item.as_lines(neighbour), sequence.start_mark.column)
    if index < len(items):
        at = item_lines(text, sequence, index)[0]
        return text[:at] + lines + text[at:]
    at = item_lines(text, sequence, len(items) - 1)[1]
    return _on_a_new_line(text[:at]) + lines + text[at:]


def _list_node(root: yaml.Node, path: Path) -> yaml.Node | None:
    """Return the list at a path; nothing where its key is missing."""
    if not path:
        return root
    pair = pair_at(find_node(root, path[:-1]), str(path[-1]))
    return pair[1] if pair else None


def _begin_list(text: str, root: yaml.Node, path: Path, empty: yaml.Node, item: _Item) -> str:
    """Write the first item of a list that is there and empty: `[]`, or nothing after its key."""
    start, end = empty.start_mark.index, empty.end_mark.index
    if not path:
        return text[:start] + _indented(item.as_lines(None), 0) + text[end:].lstrip("\n")
    if is_within_flow(root, path):
        return f"{text[:start]}[{item.as_flow()}]{text[end:]}"
    column = find_node(root, path[:-1]).start_mark.column + 2
    stop = line_end(text, end)
    head = text[:start].rstrip(" ") + text[end:stop].rstrip("\n")
    return f"{head}\n{_indented(item.as_lines(None), column)}{text[stop:]}"


def _remove(text: str, path: Path) -> str:
    root = compose(text)
    sequence = find_node(root, path[:-1])
    place = int(path[-1])
    if is_flow(sequence):
        texts = _flow_texts(text, sequence)
        return _rejoin(text, sequence, [*texts[:place], *texts[place + 1 :]])
    start, end = item_lines(text, sequence, place)
    if len(sequence.value) > 1:
        return text[:start] + text[end:]
    if len(path) == 1:
        return f"{text[:start]}[]\n{text[end:]}"
    head = re.sub(r"\s*\Z", "", text[:start])
    return f"{head} []\n{text[end:]}"


def _flow_texts(text: str, sequence: yaml.Node) -> list[str]:
    return [text[node.start_mark.index : end_of(text, node)] for node in sequence.value]


def _rejoin(text: str, sequence: yaml.Node, texts: Sequence[str]) -> str:
    start, end = sequence.start_mark.index + 1, sequence.end_mark.index - 1
    if sequence.value:
        start = sequence.value[0].start_mark.index
        end = end_of(text, sequence.value[-1])
    return text[:start] + ", ".join(texts) + text[end:]

"""Where the parts of a YAML text stand: nodes with their places, items with their lines.

What is done with them is in `splicing`.
"""

import re
from collections.abc import Sequence
from typing import Any

import yaml

from lms.workshop.editing.edits import Path

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# A comment that is drawn as a heading belongs to the file and not to the item below it.
_HEADING = re.compile(r"[-=*~#]{3,}")


class Misplaced(Exception):
    """The text is not laid out as these functions know it."""


def compose(text: str) -> Any:  # noqa: ANN401 - PyYAML's nodes have no useful types
    """Return the root of a text's nodes; raise `Misplaced` where it has none."""
    root = yaml.compose(text, Loader=_Loader)
    if root is None:
        raise Misplaced
    return root


def children(node: Any) -> Sequence[Any]:  # noqa: ANN401
    """Return the items of a list; an empty value has none."""
    if isinstance(node, yaml.SequenceNode):
        items: Sequence[Any] = node.value
        return items
    if isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null"):
        return ()
    raise Misplaced


def pair_at(mapping: Any, key: str) -> tuple[Any, Any] | None:  # noqa: ANN401
    """Return a key and its value as nodes, or nothing; raise `Misplaced` for no mapping."""
    if not isinstance(mapping, yaml.MappingNode):
        raise Misplaced
    return next((pair for pair in mapping.value if pair[0].value == key), None)


def find_node(node: Any, path: Path) -> Any:  # noqa: ANN401
    """Return the node at a path; raise `Misplaced` where there is none."""
    for part in path:
        if isinstance(part, int):
            node = children(node)[part]
        else:
            pair = pair_at(node, part)
            if pair is None:
                raise Misplaced
            node = pair[1]
    return node


def is_flow(node: Any) -> bool:  # noqa: ANN401
    """Say whether a list or mapping is written with brackets."""
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def is_within_flow(root: Any, path: Path) -> bool:  # noqa: ANN401
    """Say whether what stands at a path stands within brackets."""
    return any(is_flow(find_node(root, path[:depth])) for depth in range(len(path)))


def end_of(text: str, node: Any) -> int:  # noqa: ANN401
    """Return where a node's own text ends, before comments and empty lines."""
    if isinstance(node, yaml.CollectionNode) and not is_flow(node) and node.value:
        last = node.value[-1]
        return end_of(text, last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        return len(text[:end].rstrip())
    return end


def line_start(text: str, at: int) -> int:
    """Return where the line begins on which a place stands."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Return where the next line begins."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def has_line_of_its_own(text: str, at: int) -> bool:
    """Say whether nothing but space stands before a place on its line."""
    return not text[line_start(text, at) : at].strip()


def item_lines(text: str, sequence: Any, place: int) -> tuple[int, int]:  # noqa: ANN401
    """Return where the lines of an item of a block list begin and end.

    A comment right above an item belongs to it, unless it is drawn as a heading or heads the file.
    """
    node, column = sequence.value[place], sequence.start_mark.column
    start = _dash_line(text, node.start_mark.index, column)
    end = line_end(text, end_of(text, node))
    while start and (place or column):
        above = line_start(text, start - 1)
        comment = text[above:start].strip()
        if not comment.startswith("#") or _HEADING.search(comment):
            break
        start = above
    return start, end


def _dash_line(text: str, at: int, column: int) -> int:
    start = line_start(text, at)
    while text[start + column : start + column + 1] != "-" or text[start : start + column].strip():
        if not start:
            raise Misplaced
        start = line_start(text, start - 1)
    return start

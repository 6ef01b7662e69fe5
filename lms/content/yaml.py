"""YAML with the line of every value: safe, without anchors, no key twice.

What the values mean is in `lms.content.format`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import yaml

from lms.content.problems import Problem
from lms.kit.i18n import N_, Text

Path = tuple[str | int, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 20


@dataclass(frozen=True)
class Document:
    """A YAML file: its data, and on which line each part of it stands."""

    file: str
    data: Any
    lines: Mapping[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Return the line of the value at `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Refused(Exception):
    """The walk through the nodes met something that a course file may not hold."""

    def __init__(self, line: int, text: Text, advice: Text) -> None:
        super().__init__(str(text))
        self.line, self.text, self.advice = line, text, advice


def read(file: str, content: bytes) -> tuple[Document, list[Problem]]:
    """Read a YAML file; what cannot be read gives a document without data and the problem."""
    try:
        return _load(file, content.decode()), []
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        refused = _Refused(
            line, Text(N_("The file is not in UTF-8.")), Text(N_("Save it again as UTF-8."))
        )
    except yaml.YAMLError as error:
        refused = _explain(error, content)
    except RecursionError:
        refused = _too_deep(1)
    except ValueError as error:
        refused = _Refused(1, Text(N_("A value cannot be read: %(reason)s."), reason=error), _QUOTE)
    except _Refused as error:
        refused = error
    return Document(file, None), [Problem(file, refused.line, "", refused.text, refused.advice)]


_QUOTE = Text(N_("Put the value in quotation marks if it is meant as text."))


def _load(file: str, text: str) -> Document:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path, int] = {}
        data = None if node is None else _Walk(loader, lines).value(node, ())
        return Document(file, data, lines)
    finally:
        loader.dispose()


def _explain(error: yaml.YAMLError, content: bytes) -> _Refused:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or str(error).split("\n", maxsplit=1)[0]
    # What is missing at the end of the file is told at its last line that says something.
    last = content.rstrip().count(b"\n") + 1
    return _Refused(
        min(mark.line + 1, last) if mark else 1,
        Text(N_("The file is not valid YAML: %(reason)s."), reason=reason),
        Text(N_(
            "Look at the indentation and for a colon or quotation mark inside a text; "
            "put such a text in quotation marks."
        )),
    )  # fmt: skip


def _too_deep(line: int) -> _Refused:
    return _Refused(
        line,
        Text(N_("The file is nested too deeply.")),
        Text(N_("No part of a course needs more than a few levels; check the indentation.")),
    )


class _Constructor(Protocol):
    """The part of a loader that makes a plain value of a scalar."""

    def construct_object(self, node: yaml.Node) -> object:
        """Return the value."""


class _Walk:
    """Turns nodes into plain values and notes the line of each."""

    def __init__(self, loader: _Constructor, lines: dict[Path, int]) -> None:
        self.loader = loader
        self.lines = lines
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, path: Path) -> object:
        line = node.start_mark.line + 1
        if id(node) in self.seen:
            raise _Refused(
                line,
                Text(N_("The file refers to another part of itself.")),
                Text(N_("Write the value out instead of using an anchor (&) and an alias (*).")),
            )
        if len(path) > DEEPEST:
            raise _too_deep(line)
        self.seen.add(id(node))
        self.lines.setdefault(path, line)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, n)) for n, item in enumerate(node.value)]
        value = self.loader.construct_object(node)
        # YAML 1.1 reads 12:30 as 750; nobody who writes a course means that.
        is_clock = isinstance(value, int | float) and ":" in str(node.value)
        return node.value if is_clock else value

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str | int, object]:
        values: dict[str | int, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = self.loader.construct_object(key_node)
            if not isinstance(key, str | int) or isinstance(key_node, yaml.CollectionNode):
                raise _Refused(line, Text(N_("The key %(key)s is not a word."), key=key), _QUOTE)
            if isinstance(key, bool):
                # YAML 1.1 reads "no" (Norwegian) or "on" as a truth value; keys are words.
                key = key_node.value
            if key in values:
                raise _Refused(
                    line,
                    Text(N_("The key “%(key)s” appears twice."), key=key),
                    Text(N_("Remove one of the two.")),
                )
            self.lines[(*path, key)] = line
            values[key] = self.value(value_node, (*path, key))
        return values

"""The sandbox in which a certificate's template runs: no loops of its own making, no reach outside.

A template goes over what the certificate gives it, and does nothing else. What it then names
(pictures, fonts) is refused by the engine, where it is not shipped.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from jinja2 import BaseLoader, StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lms.kit.errors import DomainError
from lms.kit.i18n import N_

Given = TypeVar("Given")
# What a template may do with a value; all else could make much of little, or undo the escaping.
FILTERS = (
    "capitalize", "d", "default", "e", "escape", "first", "float", "int", "join", "last", "length",
    "list", "lower", "map", "reject", "replace", "round", "select", "string", "title", "trim",
    "upper",
)  # fmt: skip
# What Jinja gives by itself and a template does not need: each can be made to go on for long.
_GIVEN = ("range", "lipsum", "cycler", "joiner", "namespace", "dict")
# Their methods could make a text of any length; a mapping may be read.
_PLAIN = (str, bytes, int, float, list, tuple, dict)
_READING = frozenset({"get", "items", "keys", "values"})
# Loops within loops multiply: signatories and facts need no more than this.
DEEPEST_LOOP = 2
LONGEST_TEXT = 10_000
LARGEST_POWER = 6


class TemplateRefused(DomainError):
    """A template does what none may do; the reason says what."""

    status = 422
    message = N_("The template is refused: %(reason)s")


class LoopRefused(TemplateRefused):
    """Loops go over what the certificate gives."""

    message = N_(
        "The template is refused, in line %(line)s: a loop may only go over what the certificate "
        "gives, as over its signatories, and not more than one within another."
    )


class ValueUnknown(TemplateRefused):
    """A value that a template names must be there."""

    message = N_("The template names something that there is not: %(reason)s")


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja for certificates: escaped, strict, with few filters and no endless work."""

    intercepted_binops = frozenset({"*", "**", "%", "+", "~"})

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
        )
        self.filters = {name: self.filters[name] for name in FILTERS}
        for name in _GIVEN:
            self.globals.pop(name, None)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _check_loops(tree, 0)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - values of a template are of all types
        """Say whether a template may reach an attribute: of texts and numbers it calls nothing."""
        if isinstance(obj, _PLAIN) and attr not in _READING:
            return False
        return bool(super().is_safe_attribute(obj, attr, value))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - values of a template are of all types
        """Reckon with two values, unless the result would be huge."""
        if operator == "*" and not _are_numbers(left, right):
            raise SecurityError("texts and lists cannot be multiplied")
        if operator == "**" and not (_are_numbers(left, right) and abs(right) <= LARGEST_POWER):
            raise SecurityError("such a power is too large")
        if operator == "%" and isinstance(left, str):
            raise SecurityError("texts are put together by the translation, not by %")
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, str | list | tuple) and len(result) > LONGEST_TEXT:
            raise SecurityError("a text of more than 10,000 characters")
        return result


def run(template: Callable[[], Given]) -> Given:
    """Return what a template gives (`template` renders it), its failures in plain words.

    Raises `TemplateRefused`, `ValueUnknown`, `LoopRefused`.
    """
    try:
        return template()
    except UndefinedError as error:
        raise ValueUnknown(reason=str(error)) from error
    except TemplateSyntaxError as error:
        raise TemplateRefused(reason=f"{error.message} ({error.lineno})") from error
    except (TemplateError, ArithmeticError, RecursionError, TypeError, ValueError) as error:
        raise TemplateRefused(reason=str(error)) from error


def _check_loops(node: nodes.Node, depth: int) -> None:
    """Raise `LoopRefused` where a loop goes over anything but a value that is given."""
    if isinstance(node, nodes.For):
        depth += 1
        if depth > DEEPEST_LOOP or node.recursive or not _is_given(node.iter):
            raise LoopRefused(line=node.lineno)
    for child in node.iter_child_nodes():
        _check_loops(child, depth)


def _is_given(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        return _is_given(node.node)
    if isinstance(node, nodes.Filter):
        return node.node is not None and _is_given(node.node)
    return isinstance(node, nodes.Name)


def _are_numbers(*values: object) -> bool:
    return all(isinstance(value, int | float) for value in values)

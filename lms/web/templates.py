"""How a template becomes a page quickly: fixed words are translated when it is compiled.

There is one environment per language, so a text without values is the same on every page. What a
page is given, and when, is decided in `lms.web.render`.
"""

from collections.abc import Callable
from typing import Any

from flask.templating import Environment
from jinja2 import nodes
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

# Functions whose answer to fixed words never changes while the process lives.
FIXED = frozenset({"_", "gettext", "pgettext", "asset"})


class PageContext(Context):
    """What a template knows while it is rendered; it calls what it is told to call.

    Jinja asks every function first whether it wants the context handed over. None of ours does,
    and asking took longer than most of the eighty calls of a page.
    """

    def call(  # noqa: D102 - a hook of Jinja's, whose own two arguments are for such functions
        self,
        function: Callable[..., Any],
        /,
        *args: Any,  # noqa: ANN401
        _loop_vars: object = None,
        _block_vars: object = None,
        **values: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        return function(*args, **values)


class PageEnvironment(Environment):
    """Flask's environment, which writes fixed words into the compiled template.

    A page has some forty of them; calling gettext for each took a fifth of the page's time.
    """

    context_class = PageContext

    def _generate(self, source: nodes.Template, *rest: Any, **more: Any) -> str:  # noqa: ANN401 - a hook of Jinja's, passed through
        return super()._generate(FixedWords(self).visit(source), *rest, **more)


class FixedWords(NodeTransformer):
    """Replaces each call of a fixed function with fixed words by its answer."""

    def __init__(self, environment: Environment) -> None:
        known = environment.globals
        self._functions: dict[str, Any] = {name: known[name] for name in FIXED if name in known}

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - the visitor's protocol
        """Return the answer, or the call where it has values of its own."""
        self.generic_visit(node)
        function = self._functions.get(getattr(node.node, "name", ""))
        words = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        has_values = node.kwargs or node.dyn_args or node.dyn_kwargs
        if function is None or has_values or len(words) != len(node.args):
            return node
        return nodes.Const(function(*words), lineno=node.lineno)

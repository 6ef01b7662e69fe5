"""How a template becomes a page quickly: fixed words are translated when it is compiled.

There is one environment per language, so a text without values is the same on every page. What a
page is given, and when, is decided in `lms.web.render`.
"""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import _escape_inner  # type: ignore[attr-defined]  # the compiled part of `escape`

# Functions of an environment's globals whose answer to fixed words never changes while the process
# lives: texts, addresses without parts, and parts of a page that depend on the language alone.
FIXED = {"_": "_", "gettext": "gettext", "pgettext": "pgettext", "asset": "asset",
         "url_for": "fixed_address", "part": "part"}  # fmt: skip


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


def escaped(value: Any) -> str:  # noqa: ANN401 - a page shows values of all types
    """Return a value as it stands in HTML; what is HTML already stays as it is.

    It becomes a piece of the page at once, so that it need not be a `Markup` on its way, as it is
    from `markupsafe.escape`: a page shows a hundred values, and that takes five times as long.
    """
    if type(value) is not str:
        if hasattr(value, "__html__"):
            html: str = value.__html__()
            return html
        value = str(value)
    text: str = _escape_inner(value)
    return text


class PageCode(CodeGenerator):
    """Jinja's compiler, which shows values by `escaped`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - a hook of Jinja's, as in its own `nativetypes`
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


class PageEnvironment(Environment):
    """Flask's environment, which writes fixed words into the compiled template.

    A page has some forty of them; calling gettext for each took a fifth of the page's time.
    """

    context_class = PageContext
    code_generator_class = PageCode
    escaped = staticmethod(escaped)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template knows; with nothing of its own, the environment's itself."""
        return self.globals if d is None else super().make_globals(d)

    def _generate(self, source: nodes.Template, *rest: Any, **more: Any) -> str:  # noqa: ANN401 - a hook of Jinja's, passed through
        return super()._generate(FixedWords(self).visit(source), *rest, **more)


class FixedWords(NodeTransformer):
    """Replaces each call of a fixed function with fixed words by its answer."""

    def __init__(self, environment: Environment) -> None:
        known = environment.globals
        self._functions: dict[str, Any] = {
            name: known[function] for name, function in FIXED.items() if function in known
        }

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - the visitor's protocol
        """Return the answer, or the call where it has values of its own."""
        self.generic_visit(node)
        function = self._functions.get(getattr(node.node, "name", ""))
        words = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        has_values = node.kwargs or node.dyn_args or node.dyn_kwargs
        if function is None or has_values or len(words) != len(node.args):
            return node
        return nodes.Const(function(*words), lineno=node.lineno)

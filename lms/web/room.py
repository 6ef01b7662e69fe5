"""One request: token and form first, then one transaction, actor, policy, view, one commit.

A room is a blueprint whose every route names its policy. What is decided inside a view, or how
an error looks, is not of this module.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any, Generic, TypeVar

from flask import Blueprint, request, session
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lms.kit.actor import Actor
from lms.kit.clock import clock
from lms.kit.db import reading, writing
from lms.kit.errors import DomainError
from lms.web.actor import current_actor, is_stranger
from lms.web.forgery import check_token
from lms.web.forms import Form, list_file_fields
from lms.web.locale import current_language
from lms.web.policies import Policy

# Where Flask keeps what `flash` is to show.
_MESSAGES = "_flashes"
FormT_co = TypeVar("FormT_co", covariant=True)
Answer = str | Response | tuple[str, int] | tuple[dict[str, Any], int] | dict[str, Any]
View = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Visit(Generic[FormT_co]):
    """What a view gets of its request: who, when, and the form if the route has one."""

    actor: Actor
    now: datetime
    form: FormT_co
    problems: bool = False
    prepared: Any = None


@dataclass(frozen=True, slots=True)
class Route:
    """How a view is to be called."""

    view: View
    policy: Policy
    form: type[Form] | None
    prepare: Callable[[Any], Any] | None
    is_post: bool
    is_write: bool
    largest_body: int | None = None
    is_sealed: bool = False
    too_large: type[DomainError] | None = None


class Room(Blueprint):
    """A feature's routes; every one has a policy, or it is not a route."""

    def __init__(self, name: str) -> None:
        super().__init__(name, f"lms.{name}")

    def get(  # type: ignore[override]  # Flask's own has no policy, and must not be used
        self, rule: str, *, policy: Policy, form: type[Form] | None = None
    ) -> Callable[[View], View]:
        """Route a page: it reads in one transaction, which is rolled back."""
        return self._add(rule, "GET", policy, form, None, is_write=False)

    def post(  # type: ignore[override]
        self,
        rule: str,
        *,
        policy: Policy,
        form: type[Form] | None = None,
        prepare: Callable[[Any], Any] | None = None,
        reads: bool = False,
        largest_body: int | None = None,
        sealed: bool = False,
        too_large: type[DomainError] | None = None,
    ) -> Callable[[View], View]:
        """Route an act: it writes in one transaction, committed when the view returns.

        `prepare(form)` does what is slow before the transaction begins, and only when the form
        is valid; the view finds its value in `visit.prepared`. An act that only `reads`, and is
        sent so that it stands in no address, is rolled back as a page is: it holds up no writer.
        An upload may be larger than other bodies: `largest_body` bytes, from whom the policy lets
        in; it is streamed to the disk. `too_large` is what a larger one is answered with, before
        any of it is read. Where the address itself proves who asks (it is `sealed`),
        no token is asked for: a mail program has none (RFC 8058).
        """
        return self._add(
            rule, "POST", policy, form, prepare, is_write=not reads, largest_body=largest_body,
            sealed=sealed, too_large=too_large,
        )  # fmt: skip

    def _add(
        self,
        rule: str,
        method: str,
        policy: Policy,
        form: type[Form] | None,
        prepare: Callable[[Any], Any] | None,
        *,
        is_write: bool,
        largest_body: int | None = None,
        sealed: bool = False,
        too_large: type[DomainError] | None = None,
    ) -> Callable[[View], View]:
        def register(view: View) -> View:
            is_post = method == "POST"
            route = Route(
                view, policy, form, prepare, is_post, is_write, largest_body, sealed, too_large
            )

            @wraps(view)
            def serve(**values: Any) -> Answer:  # noqa: ANN401 - parts of an address
                return _serve(route, values)

            serve.policy = policy  # type: ignore[attr-defined]  # read by the permissions' table
            self.add_url_rule(rule, view.__name__, serve, methods=[method])
            return view

        return register


def _serve(route: Route, values: dict[str, Any]) -> Answer:
    now = clock.now()
    if route.largest_body is not None:
        _let_in(route)
        if route.too_large is not None and (request.content_length or 0) > route.largest_body:
            raise route.too_large
        # Before the token is looked for, for it stands in the body.
        request.max_content_length = route.largest_body
    if route.is_post and not route.is_sealed:
        _check_token()
    # What is slow, or stores a file, is not done for somebody who may not ask for it, and nothing
    # at all for a stranger, who is known without the database. Whoever is signed in is asked for in
    # the transaction below: before it, each act would pay for one more, to spare a form that only
    # looks at what was sent (the slowest, whether a name can be printed, takes 5 microseconds).
    if route.prepare is not None or is_stranger():
        _let_in(route)
    form, problems, prepared = _read_input(route)

    def answer() -> Answer:
        with _transaction(route):
            # Whoever writes for the actor's eyes writes in the language of the page.
            actor = _in_language(current_actor(), current_language())
            route.policy(actor)
            return route.view(Visit(actor, now, form, problems, prepared), **values)

    said = len(session.get(_MESSAGES, ())) if route.is_write else 0
    try:
        return answer()
    except (IntegrityError, OperationalError):
        # A double click broke a constraint, or two writers met: the second try sees the
        # first one's result. A GET has nothing to repeat.
        if not route.is_write:
            raise
        _unsay(said)
        return answer()


def _let_in(route: Route) -> None:
    with reading():
        route.policy(current_actor())


def _unsay(count: int) -> None:
    """Forget the messages after the first `count`: the try that said them was undone."""
    messages = session.get(_MESSAGES)
    if messages:
        session[_MESSAGES] = messages[:count]


def _in_language(actor: Actor, language: str) -> Actor:
    return actor if actor.language == language else replace(actor, language=language)


def _check_token() -> None:
    check_token(request.form.get("csrf_token") or request.headers.get("X-CSRF-Token"))


def _transaction(route: Route) -> AbstractContextManager[None]:
    return writing() if route.is_write else reading()


def _read_input(route: Route) -> tuple[Form | None, bool, Any]:
    if route.form is None:
        return None, False, None
    if not route.is_post:
        form = route.form(request.args)
        return form, not form.validate(), None
    form = route.form(_combined_input(route.form))
    if not form.validate():
        return form, True, None
    return form, False, route.prepare(form) if route.prepare else None


def _combined_input(kind: type[Form]) -> Any:  # noqa: ANN401 - WTForms takes any multi-dict
    """Return what was sent: where a text is wanted, a file is left out, and a text for a file."""
    takers = list_file_fields(kind)
    if not request.files and not takers:
        return request.form
    combined = MultiDict((name, text) for name, text in request.form.items(multi=True)
                         if name not in takers)  # fmt: skip
    for name, file in request.files.items(multi=True):
        if name in takers:
            combined.add(name, file)  # type: ignore[arg-type]  # a form takes files beside texts
    return combined

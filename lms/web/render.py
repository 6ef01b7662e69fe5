"""Pages: one Jinja environment per interface language, its translations bound once.

What a page shows is the room's; how it looks is in `templates/`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from gettext import NullTranslations
from time import monotonic
from typing import Any

from flask import Flask, after_this_request, current_app, flash, g, redirect, request, url_for
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from lms.kit.clock import clock
from lms.kit.i18n import (
    LANGUAGES,
    NATIVE_NAMES,
    Formats,
    Text,
    catalogue,
    direction,
    formats,
    native_name,
    translate,
)
from lms.kit.paths import STATIC
from lms.kit.site import Site
from lms.web.actor import current_actor
from lms.web.forgery import make_token
from lms.web.locale import current_language
from lms.web.returning import way_back

SiteLoader = Callable[[], Site]
# The addresses that pages name again and again: `url_for`, remembered, for looking one up takes a
# tenth of the time of building it. An installation stands at one root, so that an address is the
# same in every request.
address_of = lru_cache(maxsize=8192)(url_for)
# How many written numbers each language keeps.
REMEMBERED = 4096


def use_templates(app: Flask, load_site: SiteLoader) -> None:
    """Give the application one environment per language, and a way to learn the site's name."""
    base = app.jinja_env
    base.undefined = StrictUndefined
    base.trim_blocks = base.lstrip_blocks = True
    app.extensions["article60"] = Pages(
        {language: _environment(app, language, Markup) for language in LANGUAGES},
        {language: _environment(app, language, str) for language in LANGUAGES},
        load_site,
        RememberedSite(load_site),
    )


class RememberedSite:
    """What pages show of the installation, asked for once a second: it changes once a year.

    Whoever changes it sees that at once, for that act has it forgotten in its own process.
    """

    def __init__(self, load: SiteLoader) -> None:
        self._load = load
        self._site: Site | None = None
        self._until = 0.0

    def get(self) -> Site:
        """Return the site, at most a second old."""
        site, second = self._site, monotonic()
        if site is None or second >= self._until:
            site = self._site = self._load()
            self._until = second + 1
        return site

    def forget(self) -> None:
        """Ask anew next time."""
        self._site = None


@dataclass(frozen=True, slots=True)
class Pages:
    """The environments of pages and of plain texts, one each per language."""

    pages: Mapping[str, Environment]
    texts: Mapping[str, Environment]
    load_site: SiteLoader
    site: "RememberedSite"


def _environment(app: Flask, language: str, kind: type[str]) -> Environment:
    base = app.jinja_env
    environment = base.overlay(autoescape=kind is Markup)
    form = formats(language)
    environment.globals = {
        **base.globals,
        **translators(catalogue(language), kind),
        "language": language,
        "comma": catalogue(language).pgettext("between two parts of a list", ", "),
        "colon": catalogue(language).pgettext("between a label and what it says", ": "),
        "direction": direction(language),
        "direction_of": direction,
        "languages": NATIVE_NAMES,
        "language_name": native_name,
        "language_called": lru_cache(REMEMBERED)(partial(_called, form)),
        "date": form.date,
        # A pattern takes twenty times as long as finding what it gave last time.
        "number": lru_cache(REMEMBERED)(form.number),
        "percent": lru_cache(REMEMBERED)(form.percent),
        "exact_percent": form.exact_percent,
        "datetime": partial(_on_the_wall, form.datetime),
        "time": partial(_on_the_wall, form.time),
        "moment": partial(_on_the_wall, form.moment),
        # By the clock of whoever set the deadline: the same for each reader, as in the mails.
        "zoned_at": lru_cache(REMEMBERED)(form.zoned),
        # A deadline is told on every page of an attempt.
        "zoned": partial(_on_the_wall, lru_cache(REMEMBERED)(form.zoned)),
        "asset": asset,
        "url_for": address_of,
        "fixed_address": app.url_map.bind("").build,
        "part": partial(_render_part, environment),
        "way_back": way_back,
        "csrf_field": csrf_field,
        "remembered": lru_cache(REMEMBERED),
        "say": partial(say, language),
    }
    return environment


def _render_part(environment: Environment, template: str) -> Markup:
    """Return a part of a page that is the same on every page in this language."""
    return Markup(environment.get_template(template).render())  # noqa: S704 - escaped by itself


def _called(form: Formats, code: str) -> str:
    """Return what a language is called in that of the page, as a label of its own."""
    name = form.language(code)
    return name[:1].upper() + name[1:]


def _on_the_wall(write: Callable[[datetime, str], str], value: datetime) -> str:
    """Return an instant as the clock shows it where the reader is."""
    return write(value, current_actor().time_zone)


def translators(bound: NullTranslations, kind: type[str]) -> dict[str, Callable[..., str]]:
    """Return gettext's functions for templates, bound to one catalogue.

    `kind` is `Markup` for pages, so that a text may hold tags and its values are escaped, or
    `str`. Jinja's own i18n extension resolves the function anew at each call, which took a fifth
    of a page's time. As with it, a percent sign is written twice.
    """
    fill = _fill_escaped if kind is Markup else str.__mod__

    def gettext(msgid: str, **values: object) -> str:
        return fill(bound.gettext(msgid), values)

    def ngettext(singular: str, plural: str, count: int, **values: object) -> str:
        return fill(bound.ngettext(singular, plural, count), {"num": count, **values})

    def pgettext(context: str, msgid: str, **values: object) -> str:
        return fill(bound.pgettext(context, msgid), values)

    def npgettext(context: str, singular: str, plural: str, count: int, **values: object) -> str:
        text = bound.npgettext(context, singular, plural, count)
        return fill(text, {"num": count, **values})

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext,
            "npgettext": npgettext}  # fmt: skip


def _fill_escaped(text: str, values: Mapping[str, object]) -> Markup:
    """Return what `Markup(text) % values` gives, in half of its time."""
    return Markup(text % {name: escape(value) for name, value in values.items()})  # noqa: S704 - the values are escaped, and the texts are our own


def say(language: str, text: object) -> str:
    """Return a msgid or a `Text` in `language`: labels, messages and errors made in Python."""
    return text.in_language(language) if isinstance(text, Text) else translate(language, str(text))


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    path = STATIC / "manifest.json"
    names: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return names


def asset(name: str) -> str:
    """Return the address of a built asset, its content's hash in the name."""
    return f"/static/{_manifest().get(name, name)}"


def csrf_field() -> Markup:
    """Return the hidden field that proves a form is ours; all forms of a page have the same."""
    field: Markup | None = g.get("csrf_field")
    if field is None:
        field = Markup('<input type="hidden" name="csrf_token" value="{}">').format(make_token())
        g.csrf_field = field
    return field


def render(template: str, **context: Any) -> str:  # noqa: ANN401 - a page's values are of all types
    """Return the page `template` in the reader's language, with what every page needs."""
    pages: Pages = current_app.extensions["article60"]
    actor = current_actor()
    language = current_language()
    page: str = pages.pages[language].get_template(template).render(
        actor=actor,
        now=clock.now(),
        site=pages.site.get(),
        request=request,
        **context,
    )  # fmt: skip
    return page


def current_site() -> Site:
    """Return what is known of the installation."""
    pages: Pages = current_app.extensions["article60"]
    return pages.load_site()


def forget_site() -> None:
    """Let the pages after this request ask anew what is known of the installation.

    Called by whatever changes it; what is remembered goes when the change has been committed.
    """
    pages: Pages = current_app.extensions["article60"]

    @after_this_request
    def forget(response: Response) -> Response:
        pages.site.forget()
        return response


def render_text(language: str, template: str, **context: object) -> str:
    """Return a plain text such as a mail in `language`, whoever asks for it."""
    pages: Pages = current_app.extensions["article60"]
    text: str = pages.texts[language].get_template(template).render(
        site=pages.site.get(), base_url=current_app.extensions["settings"].base_url, **context
    )  # fmt: skip
    return text


def notify(kind: str, msgid: str, **params: object) -> None:
    """Show a message on the next page; `kind` is success, info, warning or error."""
    flash(Text(msgid, **params).in_language(current_language()), kind)


def redirect_to(endpoint: str, **values: Any) -> Response:  # noqa: ANN401 - parts of an address
    """Answer 303 to the page of `endpoint`."""
    return redirect(url_for(endpoint, **values), 303)

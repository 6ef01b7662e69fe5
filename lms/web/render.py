"""Pages: one Jinja environment per interface language, its translations bound once.

What a page shows is the room's; how it looks is in `templates/`.
"""

import json
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from flask import Flask, current_app, flash, redirect, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from werkzeug.wrappers import Response

from lms.kit.clock import clock
from lms.kit.i18n import (
    LANGUAGES,
    NATIVE_NAMES,
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
from lms.web.locale import current_language

SiteLoader = Callable[[], Site]


def use_templates(app: Flask, load_site: SiteLoader) -> None:
    """Give the application one environment per language, and a way to learn the site's name."""
    base = app.jinja_env
    base.undefined = StrictUndefined
    base.trim_blocks = base.lstrip_blocks = True
    app.extensions["article60"] = (
        {language: _environment(base, language) for language in LANGUAGES},
        load_site,
    )


def _environment(base: Environment, language: str) -> Environment:
    environment = base.overlay()
    environment.globals = dict(base.globals)
    # Here and not on the base, whose installer would bind every language to the base's globals.
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_translations(  # type: ignore[attr-defined]  # added by the extension
        catalogue(language), newstyle=True
    )
    form = formats(language)
    environment.globals.update(
        language=language,
        direction=direction(language),
        direction_of=direction,
        languages=NATIVE_NAMES,
        language_name=native_name,
        date=form.date,
        number=form.number,
        percent=form.percent,
        asset=asset,
        csrf_field=csrf_field,
        say=partial(say, language),
    )
    return environment


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
    """Return the hidden field that proves a form is ours."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def render(template: str, **context: Any) -> str:  # noqa: ANN401 - a page's values are of all types
    """Return the page `template` in the reader's language, with what every page needs."""
    environments, load_site = current_app.extensions["article60"]
    actor = current_actor()
    language = current_language()
    page: str = environments[language].get_template(template).render(
        actor=actor,
        now=clock.now(),
        site=load_site(),
        request=request,
        datetime=partial(formats(language).datetime, time_zone=actor.time_zone),
        **context,
    )  # fmt: skip
    return page


def current_site() -> Site:
    """Return what is known of the installation."""
    _environments, load_site = current_app.extensions["article60"]
    site: Site = load_site()
    return site


def render_text(language: str, template: str, **context: object) -> str:
    """Return a plain text such as a mail in `language`, whoever asks for it."""
    environments, load_site = current_app.extensions["article60"]
    text: str = environments[language].get_template(template).render(
        site=load_site(), base_url=current_app.extensions["settings"].base_url, **context
    )  # fmt: skip
    return text


def notify(kind: str, msgid: str, **params: object) -> None:
    """Show a message on the next page; `kind` is success, info, warning or error."""
    flash(Text(msgid, **params).in_language(current_language()), kind)


def redirect_to(endpoint: str, **values: Any) -> Response:  # noqa: ANN401 - parts of an address
    """Answer 303 to the page of `endpoint`."""
    return redirect(url_for(endpoint, **values), 303)

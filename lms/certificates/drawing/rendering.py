"""From frozen facts to the bytes of a PDF: sandboxed template, shipped fonts, nothing fetched.

The same facts give the same bytes in every process. Signing follows later, on these bytes; who may
have a certificate and where its file is kept is not decided here.
"""

import hashlib
import io
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from babel import Locale
from babel.numbers import format_percent
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lms.certificates.drawing.engine import DESIGN, Engine
from lms.certificates.drawing.glyphs import Box, check_drawable, fit
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.facts import Facts
from lms.kit.i18n import catalogue, direction, formats

NAME_BOX = Box(width=690, largest=38, smallest=11, wraps_at=21)
COURSE_BOX = Box(width=680, largest=21, smallest=10, wraps_at=15)
# A fixed mask makes the same code the same picture, and spares the search for the prettiest.
QR_MASK = 3
QR_SCALE = 4


@dataclass(frozen=True, slots=True)
class Emblem:
    """The issuer's emblem: a PNG or JPEG picture and its hash."""

    content: bytes
    content_hash: str


def render_certificate(
    facts: Facts, language: str, base_url: str, emblem: Emblem | None = None
) -> bytes:
    """Return the PDF of a certificate in one of the six languages.

    `base_url` is the installation's address, which the QR code opens. Raises `CharactersMissing`
    before anything is rendered where a text cannot be printed, `RenderingFailed` where the
    template is wrong.
    """
    course, issuer = facts.title_in(language), facts.issuer_in(language)
    check_drawable(facts.holder_name, issuer, course)
    code = grouped(facts.code)
    address = f"{base_url}/verify/{code}"
    html = _template(language).render(
        facts=facts,
        course=course,
        issuer=issuer,
        articles=facts.articles_in(language),
        study_language=_language_name(facts.study_language, language),
        name_size=fit(facts.holder_name, NAME_BOX),
        course_size=fit(course, COURSE_BOX),
        has_emblem=emblem is not None,
        address=address,
        code=code,
    )
    pictures = {"code.png": _qr_code(address)} | ({"emblem": emblem.content} if emblem else {})
    # Both identifiers of the file are derived, so that rendering again gives the same bytes.
    identifier = hashlib.sha256(f"{facts.code} {language}".encode()).digest()[:16]
    return Engine.get().write(html, pictures, identifier)


@lru_cache(maxsize=6)
def _template(language: str) -> Any:  # noqa: ANN401 - Jinja's template, bound to a language
    form = formats(language)
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(DESIGN),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        language=language,
        direction=direction(language),
        date=form.date,
        number=form.number,
        percent=partial(_percent, form.locale),
    )
    return environment.get_template("certificate.html")


def _percent(locale: Locale, points: str) -> str:
    """Return a result as it was reached: rounding could lift it over a threshold."""
    pattern = locale.percent_formats[None].pattern.replace("0", "0.##", 1)
    return str(format_percent(Decimal(points) / 100, format=pattern, locale=locale))


def _language_name(code: str | None, language: str) -> str:
    if code is None:
        return ""
    name = str(formats(language).locale.languages[code])
    return name[:1].upper() + name[1:]


def _qr_code(address: str) -> bytes:
    import segno  # noqa: PLC0415 - only the worker needs it

    picture = io.BytesIO()
    segno.make_qr(address, error="m", mask=QR_MASK).save(
        picture, kind="png", scale=QR_SCALE, border=2
    )
    return picture.getvalue()

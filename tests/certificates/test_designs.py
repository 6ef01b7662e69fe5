"""Designers: a design is begun, changed, drawn, mended, published, undone and restored."""

import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from lms.certificates.models import CertificateDesignVersion
from lms.certificates.queries import designs as queries
from lms.certificates.rules.designs import DEFAULT
from lms.kit.db import db
from tests import cast

DESIGNS = "/admin/certificates/designs"
LOOK = {
    "layout": "plain", "paper": "Letter", "orientation": "portrait", "emblem": "none",
    "shows": ["hours", "valid_until"], "ink": "#102030", "muted": "#405060",
    "primary": "#0b5351", "accent": "#8a5207", "line": "#c9bfa9", "page": "#ffffff",
    "signatory_1": "", "signatory_2": "", "signatory_3": "",
}  # fmt: skip


def picture(mode: str = "RGB", kind: str = "PNG") -> tuple[io.BytesIO, str]:
    """Return a small picture as a form sends one."""
    out = io.BytesIO()
    Image.new(mode, (60, 30)).save(out, kind)
    return io.BytesIO(out.getvalue()), f"picture.{kind.lower()}"


def seen(text: str) -> str:
    """Return the print of the draft that a form was opened on."""
    found = re.search(r'name="seen"[^>]*value="(\w+)"', text)
    assert found
    return found[1]


@pytest.fixture
def emre(app, browse):
    return browse("emre")


@pytest.fixture
def address(emre) -> str:
    """The address of a new design."""
    organisation = cast.actor_of("emre").organisation_id
    answer = emre.post(
        f"{DESIGNS}/new", {"name": "Green", "organisation": organisation, "like": ""}
    )
    assert answer.status_code == 303, answer.text
    return answer.location.removesuffix("/look")


def save_look(emre, address: str, **changes: object):
    data = LOOK | {"seen": seen(emre.get(f"{address}/look").text)} | changes
    return emre.post(f"{address}/look", data)


def save_words(emre, address: str, language: str, **words: str):
    page = f"{address}/wording/{language}"
    return emre.post(page, {"seen": seen(emre.get(page).text)} | words)


def test_a_design_is_drawn_tried_and_published(emre, address, run_jobs):
    text = emre.get(address).text
    assert "The draft is being drawn" in text
    assert 'http-equiv="refresh"' in text
    assert emre.post(f"{address}/publish").status_code == 409
    run_jobs()
    text = emre.get(address).text
    assert "Ready to be published" in text
    assert 'http-equiv="refresh"' not in text
    drawn = re.search(rf'src="({address}/trials/\w+/picture)"', text)[1]
    assert Image.open(io.BytesIO(emre.get(drawn).data)).width == 1400
    file = emre.get(drawn.replace("/picture", "/file"))
    assert file.data.startswith(b"%PDF")
    assert emre.post(f"{address}/publish").status_code == 303
    assert "Version 1 is published" in emre.get(address).text
    version = db.session.execute(select(CertificateDesignVersion)).scalar_one()
    assert queries.get_design(version.content_hash) == DEFAULT
    assert emre.post(f"{address}/publish").status_code == 409

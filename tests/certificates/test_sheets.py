"""Who decides about one person sees the sheet: a preview that proves nothing, soon forgotten.

Whose name may not be read does not stand on it either.
"""

import re

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import select

from lms.certificates.making import draw_sheet
from lms.certificates.models import SheetPreview
from lms.certificates.queries.previews import find_preview
from lms.certificates.rules.facts import Facts
from lms.certificates.services.previews import forget_old
from lms.kit import storage
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES
from tests.certificates import awarded, graduates
from tests.certificates.awarded import DECIDE, RULE
from tests.certificates.deciders import marks_on
from tests.programmes import factories

COURSE = "/admin/courses/small-course/certificates"
NAMES = {"en": "Preview", "fr": "Aperçu", "es": "Vista previa", "ru": "Предпросмотр", "zh": "预览"}


def text_of(pdf: bytes) -> str:
    document = PdfDocument(pdf)
    try:
        return document[0].get_textpage().get_text_range()
    finally:
        document.close()


def previews() -> list[SheetPreview]:
    db.session.expire_all()
    return list(db.session.execute(select(SheetPreview)).scalars())


@pytest.fixture
def waiting(completed, browse) -> str:
    """The address at which Emre decides about Amina."""
    browse("emre").post(f"{COURSE}/rule", {"mode": "decided"})
    graduates.confirm("amina", "Amina Diallo")
    return f"{COURSE}/decide/{completed}"


@pytest.fixture
def drawn(waiting, browse, run_jobs) -> str:
    """The same, with the sheet drawn."""
    assert browse("emre").post(f"{waiting}/sheet").status_code == 303
    run_jobs()
    return waiting


def test_the_list_leads_to_the_sheet_which_the_worker_draws(waiting, browse, run_jobs):
    emre = browse("emre")
    assert f'href="{waiting}"' in emre.get(f"{COURSE}/decide").text
    assert "Draw the sheet" in emre.get(waiting).text
    for _ in range(2):
        assert emre.post(f"{waiting}/sheet").location == waiting
    assert "The sheet is being drawn" in emre.get(waiting).text
    assert emre.get(f"{waiting}/sheet").status_code == 404
    run_jobs()
    page = emre.get(waiting).text
    assert re.search(rf'<img src="{waiting}/sheet\?v=\w+" alt="The sheet as it would be', page)
    assert "A preview that proves nothing" in page
    assert "Amina Diallo" in page
    picture = emre.get(f"{waiting}/sheet")
    assert picture.content_type == "image/png"
    assert picture.data.startswith(b"\x89PNG")
    assert "no-store" in picture.headers["Cache-Control"]
    assert len(previews()) == 1


def test_it_is_of_the_facts_but_without_code_and_signature(drawn):
    (row,) = previews()
    facts = Facts.from_json(row.facts)
    assert (facts.holder_name, facts.points, facts.code) == ("Amina Diallo", "87.5", "")
    pdf = draw_sheet(facts, row.language, row.beside, "https://learn.example.org")
    said = text_of(pdf)
    assert "Nothing has been issued" in said
    assert "Preview" in said
    assert "learn.example.org" not in said
    assert b"/Sig" not in pdf


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_so_in_each_language(app, language):
    facts = graduates.facts(language, code="")
    pdf = draw_sheet(facts, language, "", "https://learn.example.org")
    if language in NAMES:
        assert NAMES[language] in text_of(pdf)


def test_what_is_drawn_is_forgotten_when_it_was_decided(drawn, browse):
    (row,) = previews()
    picture = str(row.picture_hash)
    assert storage.exists(picture)
    emre = browse("emre")
    (mark,) = marks_on(emre.get(drawn).text, drawn.rpartition("/")[2])
    sent = {"keys": [mark], "one": mark.partition(".")[0], "decision": "approved"}
    assert emre.post(f"{COURSE}/decide", sent).status_code == 303
    assert previews() == []
    assert not storage.exists(picture)
    assert emre.get(drawn).status_code == 404


def test_it_is_forgotten_after_an_hour(drawn):
    clock.advance(minutes=59)
    forget_old(clock.now())
    assert len(previews()) == 1
    clock.advance(minutes=2)
    forget_old(clock.now())
    assert previews() == []


def test_a_slip_in_the_decision_is_said_beside_the_sheet(drawn, browse):
    emre = browse("emre")
    (mark,) = marks_on(emre.get(drawn).text, drawn.rpartition("/")[2])
    sent = {"keys": [mark], "one": mark.partition(".")[0], "decision": "refused", "reason": ""}
    answer = emre.post(f"{COURSE}/decide", sent)
    assert answer.status_code == 422
    assert "Write the reason" in answer.text
    assert "A preview that proves nothing" in answer.text


def test_another_name_is_another_drawing(drawn, browse):
    graduates.confirm("amina", "Aminata Diallo")
    emre = browse("emre")
    assert "Draw the sheet" in emre.get(drawn).text
    assert emre.get(f"{drawn}/sheet").status_code == 404


def test_a_protected_name_stands_on_no_sheet_of_who_may_not_read_it(app, browse, run_jobs):
    programme = awarded.add_programme(owner_id=factories.add_hub())
    award = programme.award("hadi")
    graduates.confirm("hadi", "Hadi Fall")
    emre, ines = browse("emre"), browse("ines")
    emre.post(RULE, {"mode": "decided"})
    page = f"{DECIDE}/{award.id}"
    emre.post(f"{page}/sheet")
    run_jobs()
    assert "Hadi Fall" in emre.get(page).text
    assert emre.get(f"{page}/sheet").status_code == 200
    seen = ines.get(page).text
    assert "Hadi" not in seen
    assert "a code stands in its place" in seen
    # The drawing with the name is there, and is not hers.
    assert ines.get(f"{page}/sheet").status_code == 404
    ines.post(f"{page}/sheet")
    run_jobs()
    assert ines.get(f"{page}/sheet").data != emre.get(f"{page}/sheet").data
    names = {Facts.from_json(row.facts).holder_name for row in previews()}
    assert len(names) == 2
    (code,) = names - {"Hadi Fall"}
    assert code in ines.get(page).text


def test_it_is_for_those_who_decide_and_no_others(drawn, browse):
    for name in ("amina", "bruno", "gita", None):
        for address in (drawn, f"{drawn}/sheet"):
            assert browse(name).get(address).status_code in {302, 303, 403, 404}
    assert browse("emre").get(drawn.rpartition("/")[0] + "/" + "a" * 26).status_code == 404


def test_what_cannot_be_drawn_says_why(waiting, browse, run_jobs):
    emre = browse("emre")
    graduates.confirm("amina", "Amina \U0001f600")
    emre.post(f"{waiting}/sheet")
    run_jobs()
    (row,) = previews()
    found = find_preview(row.id)
    assert found is not None
    assert found.problem is not None
    assert str(found.problem) in emre.get(waiting).text

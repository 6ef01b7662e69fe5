"""Designers: a design is begun, changed, drawn, mended, published, undone and restored."""

import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.certificates.models import CertificateDesignVersion, CertificateTrial
from lms.certificates.queries import designs as queries
from lms.certificates.rules.design_rows import Tried
from lms.certificates.rules.designs import DEFAULT
from lms.certificates.rules.preflight import Problem
from lms.certificates.services import designs as services
from lms.certificates.services import publishing
from lms.certificates.services.trials import keep_trial
from lms.kit import storage
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES, Text
from tests import cast

DESIGNS = "/admin/certificates/designs"
LOOK = {
    "layout": "plain", "paper": "Letter", "orientation": "portrait", "emblem": "none",
    "shows": ["hours", "valid_until"], "ink": "#102030", "muted": "#405060",
    "primary": "#0b5351", "accent": "#8a5207", "line": "#c9bfa9", "page": "#ffffff",
    "signatory_1": "", "signatory_2": "", "signatory_3": "",
}  # fmt: skip
PAGES = ("", "/look", "/wording/en", "/versions")


def picture(mode: str = "RGB", kind: str = "PNG", side: int = 60) -> tuple[io.BytesIO, str]:
    """Return a small picture as a form sends one."""
    out = io.BytesIO()
    Image.new(mode, (side, 30)).save(out, kind)
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
    assert "Publish as soon as the pre-flight is through" in text
    assert "0 of 30 drawings tried" in text
    assert 'http-equiv="refresh"' in text
    clock.advance(seconds=6)
    run_jobs()
    text = emre.get(address).text
    assert "Ready to be published" in text
    assert 'http-equiv="refresh"' not in text
    drawn = re.search(rf'src="({address}/trials/\w+/picture)"', text)[1]
    assert Image.open(io.BytesIO(emre.get(drawn).data)).width == 1400
    file = emre.get(drawn.replace("/picture", "/file"))
    assert file.data.startswith(b"%PDF")
    assert publish(emre, address).status_code == 303
    text = emre.get(address).text
    assert "Version 1 is published" in text
    assert 'href="/admin/certificates/terms"' in text
    version = db.session.execute(select(CertificateDesignVersion)).scalar_one()
    assert queries.get_design(version.content_hash) == DEFAULT
    assert publish(emre, address).status_code == 409


def tried(address: str, languages=LANGUAGES, found: tuple[Problem, ...] = ()) -> None:
    """Let the pre-flight's drawings of the draft have found this, without drawing thirty."""
    db.session.remove()
    design = queries.find_design(address.rpartition("/")[2])
    for language in languages:
        publishing.keep_check(
            cast.NOW, publishing.Checked(design.id, language, Tried(design.draft_hash, found))
        )
    db.session.commit()


def publish(emre, address: str):
    """Press the button of a page on which the draft stands as it is now."""
    db.session.remove()
    design = queries.find_design(address.rpartition("/")[2])
    return emre.post(f"{address}/publish", {"seen": design.draft_hash})


def draft_of(address: str):
    db.session.remove()
    return queries.find_design(address.rpartition("/")[2]).draft


def test_the_look_is_saved_and_can_be_undone(emre, address):
    assert save_look(emre, address).status_code == 303
    draft = draft_of(address)
    assert (draft.layout, draft.paper, draft.orientation) == ("plain", "Letter", "portrait")
    assert draft.shows == {"hours", "valid_until"}
    assert draft.colours.ink == "#102030"
    assert emre.post(f"{address}/undo").status_code == 303
    assert draft_of(address) == DEFAULT
    assert emre.post(f"{address}/undo").status_code == 409


def test_two_who_change_one_design_do_not_overwrite_each_other(emre, address):
    old = seen(emre.get(f"{address}/look").text)
    save_look(emre, address)
    mine = LOOK | {"layout": "open", "ink": "#000000", "shows": ["hours"]}
    answer = emre.post(f"{address}/look", mine | {"seen": old, "picture": picture()})
    assert answer.status_code == 409
    assert "Somebody has changed this design" in answer.text
    assert draft_of(address).layout == "plain"
    # What was typed is in the fields, what is saved beside those that differ.
    assert re.search(
        r'name="layout"[^>]*value="open"[^>]*checked|checked[^>]*value="open"', answer.text
    )
    assert 'value="#000000"' in answer.text
    assert saved_beside(answer.text) == ["A fine frame", "#102030", "Hours of study, Valid until"]
    assert "Please choose the picture again" in answer.text
    # Whoever saves again has seen it.
    again = emre.post(f"{address}/look", mine | {"seen": seen(answer.text)})
    assert again.status_code == 303
    assert (draft_of(address).layout, draft_of(address).colours.ink) == ("open", "#000000")


def saved_beside(text: str) -> list[str]:
    """Return what a form tells of what somebody saved meanwhile."""
    found = re.findall(r"<strong>Saved now: (.*?)</strong>", text)
    return [re.sub(r"<[^>]+>", "", one) for one in found]


def test_wording_typed_while_somebody_else_saved_is_not_lost(emre, address):
    page = f"{address}/wording/en"
    old = seen(emre.get(page).text)
    save_words(emre, address, "en", statement="Theirs <b>{subject}</b>", above_name="Given to")
    answer = emre.post(page, {"seen": old, "statement": "Mine {subject}"})
    assert answer.status_code == 409
    assert "Mine {subject}</textarea>" in answer.text
    assert saved_beside(answer.text) == ["Given to", "Theirs &lt;b&gt;{subject}&lt;/b&gt;"]
    assert draft_of(address).words("en", "statement").startswith("Theirs")
    assert emre.post(page, {"seen": seen(answer.text), "statement": "Mine"}).status_code == 303
    assert draft_of(address).wording == {"en": {"statement": "Mine"}}


def test_what_was_emptied_meanwhile_is_told_as_nothing(emre, address):
    page = f"{address}/wording/en"
    save_words(emre, address, "en", statement="First")
    old = seen(emre.get(page).text)
    save_words(emre, address, "en", statement="")
    answer = emre.post(page, {"seen": old, "statement": "First"})
    assert saved_beside(answer.text) == ["nothing"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ink": "red"}, "six digits"),
        ({"layout": "baroque"}, "choice"),
        ({"paper": "A0"}, "choice"),
        ({"shows": ["everything"]}, "choice"),
    ],
)
def test_what_no_design_may_hold_is_refused(emre, address, changes, said):
    answer = save_look(emre, address, **changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert draft_of(address) == DEFAULT


def test_low_contrast_is_named_at_once_and_hinders_publishing(emre, address):
    save_look(emre, address, accent="#ccaa66")
    tried(address)
    text = emre.get(address).text
    assert "Low contrast" in text
    assert "Accent on the paper: contrast 2.2 to 1" in text
    assert publish(emre, address).status_code == 409
    assert db.session.execute(select(CertificateDesignVersion)).first() is None


def test_wording_in_one_language_asks_for_the_others_and_names_what_is_unknown(emre, address):
    assert save_words(emre, address, "fr", statement="Selon {loi}.").status_code == 303
    text = emre.get(address).text
    assert "There is no variable “loi”" in text
    assert "Missing translation" in text
    assert "Mend what is named below" in text
    assert "Mend what is named below" not in emre.get(f"{address}/wording/fr").text
    for language in LANGUAGES:
        save_words(emre, address, language, statement="{subject}")
    tried(address)
    assert "Ready to be published" in emre.get(address).text
    assert publish(emre, address).status_code == 303


def test_too_long_a_wording_is_refused_where_it_stands(emre, address):
    answer = save_words(emre, address, "en", statement="x" * 241)
    assert answer.status_code == 422
    assert "at most 240 characters" in answer.text
    assert emre.get(f"{address}/wording/de").status_code == 404


def test_a_version_is_restored_and_old_ones_stay(emre, address):
    tried(address)
    publish(emre, address)
    save_look(emre, address)
    tried(address)
    publish(emre, address)
    text = emre.get(f"{address}/versions").text
    assert "Version 2" in text
    assert "The draft is as this one" in text
    first, second = (row.content_hash for row in reversed(queries.list_versions(address[-26:])))
    assert queries.get_design(first) == DEFAULT
    assert queries.get_design(second).layout == "plain"
    assert emre.post(f"{address}/versions/{first}/restore").status_code == 303
    assert draft_of(address) == DEFAULT
    assert emre.post(f"{address}/versions/{'0' * 64}/restore").status_code == 404


def test_an_emblem_is_drawn_anew_and_what_is_none_is_refused(emre, address):
    save_look(emre, address, picture=picture("CMYK", "JPEG"))
    emblem = draft_of(address).emblem_hash
    assert Image.open(io.BytesIO(storage.get(emblem))).mode == "RGBA"
    broken = (io.BytesIO(b"\x89PNG no picture"), "picture.png")
    answer = save_look(emre, address, picture=broken)
    assert answer.status_code == 422
    assert "no picture that can be read" in answer.text
    storage.remove(emblem)
    assert "The picture of the emblem cannot be read" in emre.get(address).text
    save_look(emre, address, removes_picture="y")
    assert draft_of(address).emblem_hash is None


def list_waiting() -> list[str]:
    return list(
        db.session.execute(
            select(CertificateTrial.id).where(CertificateTrial.made_at.is_(None))
        ).scalars()
    )


def draw(trial_id: str, content: bytes) -> tuple[str, str]:
    """Let a trial be drawn as `content`, without drawing it; return the hashes of its files."""
    files = storage.put(content), storage.put(content + b"!")
    keep_trial(cast.NOW, trial_id, files, ())
    db.session.commit()
    return files


def test_drawings_of_drafts_that_are_no_more_are_forgotten(emre, address):
    old = draw(*list_waiting(), b"first")
    save_look(emre, address)
    new = draw(*list_waiting(), b"second")
    assert not any(map(storage.exists, old))
    assert all(map(storage.exists, new))
    assert len(db.session.execute(select(CertificateTrial.id)).all()) == 1


def test_a_drawing_that_comes_late_forgets_itself_and_not_the_one_that_is_wanted(emre, address):
    (late,) = list_waiting()
    save_look(emre, address)
    (wanted,) = set(list_waiting()) - {late}
    files = draw(late, b"late")
    assert list_waiting() == [wanted]
    assert not any(map(storage.exists, files))


def test_what_each_language_finds_is_kept_until_all_are_tried_and_only_of_the_draft(emre, address):
    design = queries.find_design(address.rpartition("/")[2])
    found = Problem("overflow", Text("x"), "ar")
    tried(address, LANGUAGES[:-1], (found,))
    assert not queries.find_design(design.id).is_checked
    stale = publishing.Checked(design.id, LANGUAGES[-1], Tried("0" * 64, ()))
    publishing.keep_check(cast.NOW, stale)
    assert not queries.find_design(design.id).is_checked
    tried(address, LANGUAGES[-1:])
    row = queries.find_design(design.id)
    assert row.is_checked
    assert row.drawn_problems == (found,)
    assert publish(emre, address).status_code == 409


def test_names_are_given_once_in_an_organisation(emre, address):
    organisation = cast.actor_of("emre").organisation_id
    answer = emre.post(
        f"{DESIGNS}/new", {"name": "Green", "organisation": organisation, "like": ""}
    )
    assert answer.status_code == 422
    assert "There is a design of this name already" in answer.text
    turned = emre.post(f"{address}/name", {"name": "Blue \u202eneerG"})
    assert turned.status_code == 422
    assert "RIGHT-TO-LEFT OVERRIDE" in turned.text
    assert emre.post(f"{address}/name", {"name": "Blue"}).status_code == 303
    assert "Blue" in emre.get(DESIGNS).text


def test_an_archived_design_is_listed_apart_and_comes_back(emre, address):
    text = emre.get(f"{address}/archive").text
    assert "No terms name this design" in text
    assert "Green" in emre.get(DESIGNS).text
    for _ in range(2):
        assert emre.post(f"{address}/archive").status_code == 303
    assert "No designs yet" in emre.get(DESIGNS).text
    assert "Green" in emre.get(f"{DESIGNS}?archived=1").text
    assert emre.get(f"{address}/archive").location.endswith(address)
    for page in PAGES:
        assert f'action="{address}/bring-back"' in emre.get(address + page).text
    for _ in range(2):
        assert emre.post(f"{address}/bring-back").status_code == 303
    assert "Green" in emre.get(DESIGNS).text
    done = db.session.execute(
        select(AuditEvent.action).where(AuditEvent.subject_id == address.rpartition("/")[2])
    ).scalars().all()  # fmt: skip
    assert done.count("certificates.design_archived") == 1
    assert done.count("certificates.design_brought_back") == 1


def test_another_design_begins_like_this_one(emre, address):
    save_look(emre, address)
    organisation = cast.actor_of("emre").organisation_id
    answer = emre.post(
        f"{DESIGNS}/new",
        {"name": "Copy", "organisation": organisation, "like": address.rpartition("/")[2]},
    )
    assert draft_of(answer.location.removesuffix("/look")) == draft_of(address)


@pytest.mark.parametrize("page", [*PAGES, "/archive"])
def test_designs_are_for_administrators_alone(emre, address, browse, page):
    assert emre.get(address + page).status_code == 200
    assert browse("amina").get(address + page).status_code == 403
    assert browse("bruno").get(address + page).status_code == 403
    stranger = browse().get(address + page)
    assert stranger.status_code == 303
    assert "/login" in stranger.location
    if page == "/archive":
        assert browse("amina").post(address + page).status_code == 403
        assert browse("amina").post(f"{address}/bring-back").status_code == 403
    missing = f"{DESIGNS}/{'a' * 26}{page}"
    assert emre.get(missing).status_code == 404


def test_the_list_takes_the_same_queries_whatever_its_length(emre, address, count_queries):
    with count_queries() as few:
        emre.get(DESIGNS)
    actor = cast.actor_of("emre")
    for number in range(5):
        services.create_design(actor, cast.NOW, str(actor.organisation_id), f"More {number}")
    db.session.commit()
    with count_queries() as many:
        emre.get(DESIGNS)
    assert many.count == few.count

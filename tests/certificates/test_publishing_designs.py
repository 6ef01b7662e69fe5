"""Publishing by itself once the pre-flight found nothing; drawings that are not made again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from lms.accounts import queries as people
from lms.accounts import services as accounts
from lms.audit.models import AuditEvent
from lms.certificates.models import CertificateDesignVersion
from lms.certificates.queries import designs as queries
from lms.certificates.rules.designs import DEFAULT, LAYOUTS, PAPERS, Palette
from lms.certificates.rules.preflight import Problem
from lms.certificates.rules.samples import Around
from lms.certificates.services import designs, publishing
from lms.certificates.trying import KEPT, check_drawings, key_of
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES, Text
from tests import cast
from tests.certificates.test_designs import address, emre, publish, save_look, save_words, tried

__all__ = ["address", "emre"]
FOUND = Problem("overflow", Text("It is too long."), "ar")
AROUND = Around(dict.fromkeys(LANGUAGES, "National Integrity Commission"))
WISHED = "It is published as soon as the pre-flight is through"


def versions() -> list[tuple[int, str | None]]:
    columns = (CertificateDesignVersion.number, CertificateDesignVersion.published_by)
    return [tuple(row) for row in db.session.execute(select(*columns))]


def test_what_is_wished_is_published_by_the_worker_alone_and_once(emre, address, run_jobs):
    assert publish(emre, address).status_code == 303
    text = emre.get(address).text
    assert WISHED in text
    assert "Publish as soon as" not in text
    assert publish(emre, address).status_code == 303
    assert versions() == []
    clock.advance(seconds=6)
    run_jobs()
    assert versions() == [(1, cast.id_of("emre"))]
    text = emre.get(address).text
    assert "Version 1 is published" in text
    assert WISHED not in text
    actions = db.session.execute(select(AuditEvent.action)).scalars().all()
    assert "certificates.design_wished_published" in actions
    assert actions.count("certificates.design_published") == 1


def test_how_far_the_drawings_are_is_told_with_what_was_found_so_far(emre, address):
    tried(address, LANGUAGES[:2])
    assert "10 of 30 drawings tried" in emre.get(address).text
    tried(address, LANGUAGES[2:3], (FOUND,))
    text = emre.get(address).text
    assert "15 of 30 drawings tried" in text
    assert "It is too long." in text
    assert publish(emre, address).status_code == 409


def test_where_something_is_found_it_is_not_published_and_the_page_says_so(emre, address):
    publish(emre, address)
    tried(address, found=(FOUND,))
    assert versions() == []
    text = emre.get(address).text
    assert "It was not published by itself, because of what is named below." in text
    assert "It is too long." in text


def test_a_warning_alone_does_not_hinder(emre, address):
    publish(emre, address)
    tried(address, found=(replace(FOUND, is_error=False),))
    assert versions() == [(1, cast.id_of("emre"))]


def test_the_wish_can_be_taken_back(emre, address):
    publish(emre, address)
    assert emre.post(f"{address}/publish/withdraw").status_code == 303
    assert emre.post(f"{address}/publish/withdraw").status_code == 303
    assert "Publish as soon as the pre-flight is through" in emre.get(address).text
    tried(address)
    assert versions() == []
    assert "Ready to be published" in emre.get(address).text


def test_a_change_of_the_draft_ends_the_wish(emre, address):
    publish(emre, address)
    save_look(emre, address)
    assert WISHED not in emre.get(address).text
    tried(address)
    assert versions() == []


def test_archiving_ends_the_wish(emre, address):
    publish(emre, address)
    emre.post(f"{address}/archive")
    tried(address)
    assert versions() == []


def test_nothing_is_published_that_was_not_looked_at(emre, address):
    tried(address)
    answer = emre.post(f"{address}/publish", {"seen": "0" * 64})
    assert answer.status_code == 409
    assert "Nothing was published" in answer.text
    assert emre.post(f"{address}/publish").status_code == 409
    assert versions() == []


def test_who_may_publish_no_more_has_nothing_published(emre, address, browse):
    root, boss = cast.actor_of("emre").organisation_id, cast.actor_of("emre")
    bruno = cast.id_of("bruno")
    accounts.grant_role(boss, cast.NOW, bruno, role="administrator", organisation_id=root)
    db.session.commit()
    assert publish(browse("bruno"), address).status_code == 303
    grants = people.list_grants([bruno])
    grant_id = next(one.id for one in grants if one.role == "administrator")
    accounts.revoke_role(boss, cast.NOW, bruno, grant_id)
    db.session.commit()
    tried(address)
    assert versions() == []
    assert not queries.find_design(address.rpartition("/")[2]).is_wished


@pytest.mark.parametrize("act", ["publish", "publish/withdraw"])
def test_others_neither_publish_nor_take_back(emre, address, browse, act):
    publish(emre, address)
    for name in ("amina", "bruno", "farid"):
        assert browse(name).post(f"{address}/{act}").status_code == 403
    assert "/login" in browse().post(f"{address}/{act}").location
    assert emre.post(f"/admin/certificates/designs/{'a' * 26}/{act}").status_code == 404
    assert WISHED in emre.get(address).text


def draw(address: str, language: str = "en") -> publishing.Checked:
    """Try the draft as it is now in a language as the worker does, and keep it."""
    db.session.remove()
    design = queries.find_design(address.rpartition("/")[2])
    checked = check_drawings(design.id, design.draft_hash, language, "https://x.org", clock.now())
    assert checked
    publishing.keep_check(clock.now(), checked)
    db.session.commit()
    return checked


def test_only_what_a_change_touches_is_drawn_again(emre, address):
    first = draw(address).found
    clock.advance(seconds=60)
    design = queries.find_design(address.rpartition("/")[2])
    assert design.languages_tried == 1
    coloured = replace(DEFAULT, colours=Palette(accent="#123456"))
    actor = cast.actor_of("emre")
    designs.save_draft(actor, cast.NOW, design, coloured, design.draft_hash)
    db.session.commit()
    again = draw(address).found
    assert (again.drawn_at, again.key) == (first.drawn_at, first.key)
    assert again.draft_hash != first.draft_hash
    save_words(emre, address, "fr", statement="{subject}")
    assert draw(address).found.drawn_at == first.drawn_at
    save_words(emre, address, "en", statement="{subject}")
    anew = draw(address).found
    assert anew.drawn_at == clock.now()
    clock.advance(seconds=KEPT.total_seconds())
    save_words(emre, address, "fr", statement="")
    late = draw(address).found
    assert late.drawn_at - anew.drawn_at == KEPT
    assert timedelta(0) < KEPT


@given(
    some.sampled_from(LANGUAGES),
    some.text(max_size=9),
    some.from_regex(r"#[0-9a-f]{6}", fullmatch=True),
)
def test_colours_and_other_languages_wording_are_the_same_drawing(language, words, colour):
    key = key_of(DEFAULT, AROUND, language)
    others = {one: {"statement": words} for one in LANGUAGES if one != language}
    alike = replace(DEFAULT, colours=Palette(ink=colour), wording=others)
    assert key_of(alike, AROUND, language) == key
    own = replace(DEFAULT, wording={language: {"statement": words}})
    assert key_of(own, AROUND, language) != key


def test_all_else_is_another_drawing():
    changed = [
        replace(DEFAULT, layout=next(one for one in LAYOUTS if one != DEFAULT.layout)),
        replace(DEFAULT, paper=next(one for one in PAPERS if one != DEFAULT.paper)),
        replace(DEFAULT, orientation="portrait"),
        replace(DEFAULT, emblem="none"),
        replace(DEFAULT, emblem_hash="a" * 64),
        replace(DEFAULT, shows=frozenset()),
        replace(DEFAULT, signatories=("a",)),
        DEFAULT,
    ]
    keys = {key_of(design, AROUND, "en") for design in changed}
    assert len(keys) == len(changed)
    assert key_of(DEFAULT, replace(AROUND, emblem_hash="b" * 64), "en") not in keys

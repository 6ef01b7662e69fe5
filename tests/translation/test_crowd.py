"""Twenty translators who save at once: no error, no lost unit; and what is kept in memory is so."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms.accounts import services as accounts
from lms.content.models import UnitTranslation
from lms.content.queries import get_course
from lms.content.services.drafts import append_translations
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.organisations import queries as organisations
from lms.translation import queries
from lms.translation.queries import sheets
from lms.translation.rules import unit_id
from lms.units.unit import Key
from tests import cast
from tests.conftest import Browser
from tests.content import courses
from tests.translation import desks
from tests.translation.desks import SHALL, address, hidden

TRANSLATORS = 20
UNITS_EACH = 5
CONTEXT = "pages/wording.md"


def keys_of(number: int) -> list[Key]:
    """Return the sentences that one translator works on."""
    return [Key(CONTEXT, f"Sentence {number}-{place} of the crowd.") for place in range(UNITS_EACH)]


def gather(app) -> list[Browser]:
    """Make twenty translators of the commission and sign them in."""
    chen = cast.actor_of("chen")
    place = organisations.find_organisation(chen.organisation_id)
    for number in range(TRANSLATORS):
        accounts.create_person(
            OPERATOR, cast.NOW, email=f"crowd-{number}@example.org", password_hash="x",
            full_name=f"Translator {number}", language="en", organisation_id=place.id,
            roles=("translator",), has_consented=True,
        )  # fmt: skip
    db.session.commit()
    return [Browser(app, f"crowd-{number}") for number in range(TRANSLATORS)]


class Translator(threading.Thread):
    """Translates the own units one after the other, then all at once the same one."""

    def __init__(self, app, browser: Browser, number: int, start: threading.Barrier) -> None:
        super().__init__()
        self._app, self._browser, self._number, self._start = app, browser, number, start
        self.answers: list[int] = []

    def run(self) -> None:
        self._start.wait()
        for key in [*keys_of(self._number), SHALL]:
            page = self._browser.get(address(key))
            self.answers.append(page.status_code)
            sent = {**hidden(page.text), "text": f"نص {self._number}", "go": "save"}
            if key == SHALL:
                sent["text"] = f"على الدولة {self._number} *أن تتصرف*."
            self.answers.append(self._browser.post(address(key), sent).status_code)


def test_twenty_translators_save_at_once(app):
    sentences = "\n\n".join(key.text for number in range(TRANSLATORS) for key in keys_of(number))
    course_id = desks.lay_out(courses.files(wording=f"{courses.WORDING}\n{sentences}\n"))
    browsers = gather(app)
    db.session.remove()
    barrier = threading.Barrier(TRANSLATORS)
    crowd = [Translator(app, one, number, barrier) for number, one in enumerate(browsers)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(timeout=120)
    # Of those who saved the same unit some were shown what another had saved before.
    assert {status for one in crowd for status in one.answers[:-1]} == {200, 303}
    last = [one.answers[-1] for one in crowd]
    assert set(last) <= {303, 409}
    sheet = queries.get_sheet(get_course("small"), "ar")
    for number in range(TRANSLATORS):
        for key in keys_of(number):
            assert sheet.find(unit_id(key)).translation == f"نص {number}"
    rows = select(func.count()).where(UnitTranslation.course_id == course_id)
    expected = TRANSLATORS * UNITS_EACH + last.count(303)
    assert db.session.execute(rows).scalar_one() == expected


TEXTS = ["A State *shall* act.", "A State *may* act.", "A State *may* well act.", "Something new."]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(TEXTS), st.sampled_from(["", "قد", "يجب"])),
            st.lists(st.sampled_from(TEXTS), unique=True, min_size=1),
        ),
        max_size=8,
    )
)
def test_a_sheet_in_memory_is_as_one_made_anew(sqlite_app, steps):
    course = _fresh_course()
    for step in steps:
        if isinstance(step, list):
            desks.save_page(
                course.slug, wording="# How wording binds\n\n" + "\n\n".join(step) + "\n"
            )
        else:
            key, text = Key(CONTEXT, step[0]), step[1]
            changed = {key: (text, "translated" if text else "missing")}
            append_translations(OPERATOR, cast.NOW, course.id, "ar", changed)
            db.session.commit()
        kept = queries.get_sheet(course, "ar")
        memory = dict(sheets._sheets)
        sheets._sheets.clear()
        made = queries.get_sheet(course, "ar")
        sheets._sheets.update(memory)
        assert own(kept) == own(made)
        assert kept.stamp == made.stamp


def own(sheet) -> list:
    """Return the units that have a text of their own, or none, as they stand."""
    return [row for row in sheet.rows if row.previous is None and row.status != "missing"]


def _fresh_course():
    from lms.content.models import Course

    desks.lay_out()
    course = db.session.execute(select(Course).where(Course.slug == "small")).scalar_one()
    course.slug = f"small-{course.id}"
    db.session.commit()
    return get_course(course.slug)


@pytest.mark.parametrize("gap", [1, 2])
def test_a_row_that_is_committed_late_is_seen(app, gap):
    course_id = desks.lay_out()
    append_translations(OPERATOR, cast.NOW, course_id, "ar", {SHALL: ("أول", "translated")})
    db.session.commit()
    queries.get_sheet(get_course("small"), "ar")
    newest = db.session.execute(select(func.max(UnitTranslation.seq))).scalar_one()
    keys = keys_of(0)
    for seq, key in ((newest + gap + 1, keys[1]), (newest + gap, keys[0])):
        db.session.add(
            UnitTranslation(
                seq=seq, course_id=course_id, language="ar", context=key.context,
                source=key.text, text="متأخر", status="translated", created_at=cast.NOW,
            )
        )  # fmt: skip
        db.session.commit()
        sheet = queries.get_sheet(get_course("small"), "ar")
        assert key in sheet.written

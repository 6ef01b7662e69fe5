"""The desk of a cohort: who comes in, planning one, its dates and life, what is refused."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.notifications.models import Message
from lms.organisations import services as organisations
from lms.programmes.queries import cohorts
from lms.programmes.queries.own_questions import list_own
from lms.programmes.rules.own_questions import OwnQuestion
from lms.programmes.services import cohorts as running
from lms.programmes.services.own_questions import change_questions
from tests import cast
from tests.programmes import factories
from tests.programmes.factories import COHORT_TITLE, PLAN, TITLE

PAGES = ("", "/settings", "/announcement", "/form", "/criteria", "/quotas", "/team", "/groups")
SENT = {
    "title-en": "Autumn 2027",
    "title-ar": "خريف 2027",
    "time_zone": "Europe/Vienna",
    "starts_on": "2027-09-06",
    "ends_on": "2027-12-10",
    "opens_at": "2027-06-01T09:00",
    "closes_at": "2027-07-31T23:59",
    "places": "24",
    "offer_days": "10",
    "languages": ["en", "ar"],
}


def sent(cohort, **changes):
    """Return what the form of a cohort's dates sends."""
    return {**SENT, "revision": str(cohort.revision), **changes}


def url_of(cohort, part=""):
    return f"/admin/cohorts/{cohort.id}{part}"


def kinds():
    return [row.kind for row in db.session.query(Message).order_by(Message.id)]


def test_who_runs_it_sees_every_part(cohort, browse):
    ines = browse("ines")
    for part in PAGES:
        page = ines.get(url_of(cohort, part))
        assert page.status_code == 200, part
        assert "Parts of the cohort" in page.text
    assert COHORT_TITLE in ines.get("/admin/cohorts").text


def test_others_see_what_their_task_is(cohort, browse):
    for name in ("amina", "dalia", "farid"):
        for part in PAGES:
            assert browse(name).get(url_of(cohort, part)).status_code == 404, (name, part)
    assert browse().get(url_of(cohort)).status_code == 303
    factories.assign(cohort, "bruno", "tutor")
    factories.assign(cohort, "chen", "coordinator")
    bruno, chen = browse("bruno"), browse("chen")
    for part in PAGES:
        is_for_tutors = part in {"", "/team", "/groups"}
        assert bruno.get(url_of(cohort, part)).status_code == (200 if is_for_tutors else 403), part
        assert chen.get(url_of(cohort, part)).status_code == 200, part
    assert "Quotas" not in bruno.get(url_of(cohort)).text
    assert COHORT_TITLE in bruno.get("/admin/cohorts").text
    assert 'href="/admin/cohorts"' in bruno.get("/programmes").text
    assert 'href="/admin/cohorts"' not in browse("amina").get("/programmes").text
    assert 'href="/admin/cohorts"' in browse("ines").get("/admin").text
    # A coordinator plans it, but does not say who does what, and does not call it off.
    assert "Give somebody a task" not in chen.get(url_of(cohort, "/team")).text
    assert chen.get(url_of(cohort, "/life/cancel")).status_code == 403
    chen.get(url_of(cohort))
    assert chen.post(url_of(cohort, "/life/cancel")).status_code == 403


def test_a_cohort_is_planned_published_and_read(programme, browse):
    ines = browse("ines")
    page = ines.get(f"/admin/cohorts/new?programme={programme.slug}")
    assert TITLE in page.text
    answer = ines.post(
        "/admin/cohorts/new",
        data={**SENT, "programme": programme.slug, "runner": programme.organisation_id},
    )
    assert answer.status_code == 303
    url = answer.location
    cohort_id = url.rsplit("/", 1)[1]
    page = ines.get(url).text
    for words in ("Autumn 2027", "Draft", "Nobody has been nominated yet.", "Nominations open"):
        assert words in page, words
    assert browse().get(f"/programmes/cohorts/{cohort_id}").status_code == 404
    before = ines.get(f"{url}/life/publish").text
    for words in ("Everybody can read", "Not prepared yet", "0 criteria", "Not written yet in:",
                  "Nobody answers complaints yet"):  # fmt: skip
        assert words in before, words
    assert ines.post(f"{url}/life/publish").status_code == 303
    public = browse(language="ar").get(f"/programmes/cohorts/{cohort_id}").text
    assert "خريف 2027" in public
    assert "Announced" in ines.get(url).text
    cohort = factories.get_cohort(cohort_id)
    # 23:59 in Vienna in summer.
    assert cohort.closes_at.isoformat() == "2027-07-31T21:59:00+00:00"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"ends_on": "2027-09-05"}, "ends_on", "The last day is before the first."),
        ({"closes_at": "2027-06-01T09:00"}, "closes_at", "Nominations close before they open."),
        ({"closes_at": "2027-09-06T10:00"}, "closes_at", "after the cohort has started"),
        ({"places": "0"}, "places", "a whole number, at least 1"),
        ({"places": "many"}, "places", "Not a valid integer value"),
        ({"languages": []}, "languages", "at least one language in which"),
        ({"title-en": " ", "title-ar": ""}, "title", "in at least one language"),
        ({"offer_days": "0"}, "offer_days", "from 1 to 365"),
        ({"starts_on": "soon"}, "starts_on", "Not a valid date value"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "Not a valid choice"),
        # The clocks in Vienna are put on at two on 28 March 2027, and back at three on 31 October.
        ({"opens_at": "2027-03-28T02:30"}, "opens_at", "does not exist in Europe/Vienna"),
        (
            {"closes_at": "2026-10-25T02:30", "opens_at": "2026-10-01T09:00"},
            "closes_at",
            "exists twice in Europe/Vienna",
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field(cohort, browse, changes, field, words):
    ines = browse("ines")
    page = ines.post(url_of(cohort, "/settings"), data=sent(cohort, **changes))
    assert page.status_code == 422
    assert words in page.text
    assert f'href="#{field}"' in page.text
    assert factories.get_cohort(cohort.id).revision == cohort.revision


def test_people_whom_new_dates_touch_are_told(cohort, browse):
    nomination = factories.add_nomination(cohort, "amina")
    place = factories.place_of("dalia")
    factories.add_stranger(cohort, "Mona Sow", place=place, language="ar")
    factories.add_nomination(cohort, "bruno", withdrawn_at=cast.NOW, nominated_by=None)
    factories.assign(cohort, "chen", "tutor")
    # Of the task itself, when it was given.
    given = ["programmes.task_given"]
    assert kinds() == given
    assert nomination.person_id
    ines = browse("ines")
    # Only a title: nobody is told.
    own = sent(
        cohort,
        time_zone=PLAN.time_zone,
        starts_on="2027-02-01",
        ends_on="2027-05-07",
        opens_at=cohort.opens_at.strftime("%Y-%m-%dT%H:%M"),
        closes_at=cohort.closes_at.strftime("%Y-%m-%dT%H:%M"),
        places="20",
    )
    assert ines.post(url_of(cohort, "/settings"), data=own).status_code == 303
    assert kinds() == given
    again = {**own, "revision": str(cohort.revision + 1), "ends_on": "2027-05-14"}
    assert ines.post(url_of(cohort, "/settings"), data=again).status_code == 303
    assert sorted(kinds()) == ["programmes.cohort_changed"] * 4 + given
    told = db.session.query(Message).where(Message.kind == "programmes.cohort_changed")
    people = {row.person_id for row in told}
    assert people == {None, *map(cast.id_of, ("amina", "dalia", "chen"))}


def test_two_who_save_at_once_do_not_overwrite(cohort, browse):
    ines = browse("ines")
    assert ines.post(url_of(cohort, "/settings"), data=sent(cohort)).status_code == 303
    page = ines.post(url_of(cohort, "/settings"), data=sent(cohort, places="30"))
    assert page.status_code == 409
    assert "Somebody else has saved this meanwhile." in page.text
    assert 'value="30"' in page.text
    assert factories.get_cohort(cohort.id).places == 24
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', page.text)
    assert revision
    again = sent(cohort, places="30", revision=revision[1])
    assert ines.post(url_of(cohort, "/settings"), data=again).status_code == 303
    assert factories.get_cohort(cohort.id).places == 30


def test_places_that_are_given_are_not_taken_away(cohort, browse):
    for name in ("amina", "bruno"):
        factories.add_participation(factories.add_nomination(cohort, name))
    factories.add_quota(cohort, "Women", {"sex": ["female"]}, minimum=8)
    ines = browse("ines")
    page = ines.post(url_of(cohort, "/settings"), data=sent(cohort, places="1"))
    assert page.status_code == 409
    assert "2 places are offered or taken already." in page.text
    page = ines.post(url_of(cohort, "/settings"), data=sent(cohort, places="7"))
    assert page.status_code == 422
    assert "Lower the minimum to 7 or raise the places to 8." in page.text
    assert ines.post(url_of(cohort, "/settings"), data=sent(cohort, places="8")).status_code == 303


def test_a_cohort_is_called_off_held_after_all_and_put_away(cohort, browse):
    factories.add_nomination(cohort, "amina")
    ines = browse("ines")
    life = url_of(cohort, "/life/")
    assert "are told" in ines.get(f"{life}cancel").text
    assert ines.post(f"{life}cancel").status_code == 303
    assert kinds() == ["programmes.cohort_cancelled"] * 2
    assert (
        "was cancelled and will not be held"
        in browse().get(f"/programmes/cohorts/{cohort.id}").text
    )
    assert ines.post(url_of(cohort, "/settings"), data=sent(cohort)).status_code == 409
    assert ines.post(f"{life}resume").status_code == 303
    assert kinds().count("programmes.cohort_resumed") == 2
    assert ines.get(f"{life}archive").status_code == 404
    assert ines.post(f"{life}archive").status_code == 409


def add_past():
    """Add a cohort whose last day was yesterday."""
    yesterday = cast.NOW.date() - timedelta(days=1)
    plan = replace(
        PLAN,
        title={"en": "Of last month"},
        starts_on=yesterday - timedelta(days=30),
        ends_on=yesterday,
        opens_at=cast.NOW - timedelta(days=90),
        closes_at=cast.NOW - timedelta(days=60),
    )
    return factories.add_cohort(factories.get_programme(), plan)


def test_what_is_finished_is_put_away_and_taken_out_again(programme, browse):
    past, ines = add_past(), browse("ines")
    assert "Of last month" in ines.get("/admin/cohorts").text
    assert "Not completed" in ines.get(url_of(past)).text
    life = url_of(past, "/life/")
    assert ines.post(f"{life}archive").status_code == 303
    assert "Of last month" not in ines.get("/admin/cohorts").text
    assert "Of last month" in ines.get("/admin/cohorts?status=archived").text
    assert "No cohort matches" in ines.get("/admin/cohorts?q=nothing").text
    assert ines.post(f"{life}restore").status_code == 303
    assert "Of last month" in ines.get("/admin/cohorts?q=last").text
    assert ines.post(f"{life}restore").status_code == 409
    assert ines.get(f"{life}destroy").status_code == 404
    assert ines.post(f"{life}destroy").status_code == 404


def test_what_was_called_off_and_is_past_is_not_held_after_all(programme, browse):
    past, ines = add_past(), browse("ines")
    running.cancel_cohort(cast.actor_of("ines"), cast.NOW - timedelta(days=20), past)
    db.session.commit()
    ines.get(url_of(past))
    page = ines.post(url_of(past, "/life/resume"))
    assert page.status_code == 409
    assert "whose last day is not past" in page.text


def test_the_announcement_is_written_in_six_languages(cohort, browse):
    ines = browse("ines")
    page = ines.get(url_of(cohort, "/announcement")).text
    assert "Not written yet in:" in page
    texts = {
        "announcement-en": "For **officers**. <script>alert(1)</script>",
        "announcement-ar": "لموظفي *الاسترداد*",
        "revision": str(cohort.revision),
    }
    page = ines.post(url_of(cohort, "/announcement/preview"), data=texts)
    assert page.status_code == 200
    assert "<strong>officers</strong>" in page.text
    assert "<script>alert" not in page.text
    assert factories.get_cohort(cohort.id).revision == cohort.revision
    assert ines.post(url_of(cohort, "/announcement"), data=texts).status_code == 303
    public = browse(language="ar").get(f"/programmes/cohorts/{cohort.id}").text
    assert "<em>الاسترداد</em>" in public
    # Who reads French finds the English text, marked as such.
    french = browse(language="fr").get(f"/programmes/cohorts/{cohort.id}").text
    assert '<div class="prose" lang="en" dir="ltr"' in french
    page = ines.post(url_of(cohort, "/announcement"), data=texts)
    assert page.status_code == 409
    long = {**texts, "announcement-en": "x" * 20_001}
    for part in ("/announcement", "/announcement/preview"):
        page = ines.post(url_of(cohort, part), data=long)
        assert page.status_code == 422
        assert "at most 20000 characters" in page.text


def test_everybody_reads_when_and_how(cohort, browse):
    url = f"/programmes/cohorts/{cohort.id}"
    page = browse().get(url).text
    for words in (
        COHORT_TITLE, "Sahel Hub", TITLE, "Places", "Africa/Dakar", "GMT+0", "Senegal", "Fiji",
        "Attend at least 10 of the sessions.", "Valid for 36 months", "<em>asset recovery offices",
        "focal point of your State or agency",
    ):  # fmt: skip
        assert words in page, words
    assert "Ask the focal point of Senegal" in browse("amina").get(url).text
    for name in ("Amina", "Dalia", "Ines"):
        assert name not in page
    for unknown in (cast.id_of("amina"), "x" * 22):
        assert browse().get(f"/programmes/cohorts/{unknown}").status_code == 404
    assert f'href="{url}"' in browse().get("/programmes").text


def test_an_earlier_cohort_is_copied(cohort, browse):
    factories.add_quota(cohort, "Women", {"sex": ["female"]}, minimum=8)
    own = OwnQuestion("q1", "comment", {"en": "What was missing?"})
    change_questions(OPERATOR, cast.NOW, cohort, "reaction", lambda _none: (own,))
    db.session.commit()
    ines = browse("ines")
    sent_new = {**SENT, "programme": cohort.slug, "runner": cohort.organisation_id}
    answer = ines.post("/admin/cohorts/new", data={**sent_new, "copied": cohort.id})
    new = factories.get_cohort(answer.location.rsplit("/", 1)[1])
    assert new.announcement == cohort.announcement
    assert new.announcement_html == cohort.announcement_html
    assert "Women" in ines.get(url_of(new, "/quotas")).text
    assert list_own(new.id) == list_own(cohort.id)
    # Too few places for what is copied: nothing is made.
    few = ines.post("/admin/cohorts/new", data={**sent_new, "copied": cohort.id, "places": "4"})
    assert few.status_code == 422
    assert "cannot be met" in few.text


def test_a_share_of_the_places_goes_with_the_places_and_with_a_copy(cohort, browse):
    women = factories.add_quota(cohort, "Women", {"sex": ["female"]}, share=40, maximum=13)
    assert women.minimum == 8
    ines = browse("ines")
    settings, quotas = url_of(cohort, "/settings"), url_of(cohort, "/quotas")
    assert ines.post(settings, data=sent(cohort, places="30")).status_code == 303
    assert "at least 40% of the places, now 12, at most 13" in ines.get(quotas).text
    form = ines.get(f"{quotas}/{women.id}").text
    assert re.search(r'name="share"[^>]*value="40"', form)
    assert re.search(r'name="minimum"[^>]*value=""', form)
    both = {"name": "Women", "where-sex": ["female"], "minimum": "9", "share": "40"}
    wrong = ines.post(f"{quotas}/{women.id}", data=both)
    assert wrong.status_code == 422
    assert "a number or a share, not both" in wrong.text
    # 40 percent of 33 places would be more than the 13 that are the most.
    much = ines.post(settings, data=sent(factories.get_cohort(cohort.id), places="33"))
    assert much.status_code == 422
    assert factories.get_cohort(cohort.id).places == 30
    new = {**SENT, "programme": cohort.slug, "runner": cohort.organisation_id, "places": "12"}
    answer = ines.post("/admin/cohorts/new", data={**new, "copied": cohort.id})
    (copied,) = cohorts.list_quotas(answer.location.rsplit("/", 1)[1])
    assert (copied.share, copied.minimum) == (40, 5)


def test_nobody_plans_for_an_organisation_of_others(programme, browse):
    own = {**SENT, "programme": programme.slug, "runner": programme.organisation_id}
    assert browse("amina").get("/admin/cohorts/new").status_code == 403
    amina = browse("amina")
    amina.get("/programmes")
    assert amina.post("/admin/cohorts/new", data=own).status_code == 403
    ines = browse("ines")
    ines.get("/admin/cohorts/new")
    foreign = {**own, "runner": factories.place_of("dalia").id}
    assert browse("ines").post("/admin/cohorts/new", data=foreign).status_code == 404
    assert (
        browse("ines").post("/admin/cohorts/new", data={**own, "programme": "unknown"}).status_code
        == 404
    )


def test_the_desk_tells_where_it_stands(cohort, browse):
    amina = factories.add_nomination(cohort, "amina")
    factories.add_nomination(cohort, "bruno", submitted_at=None)
    factories.add_nomination(cohort, "farid", withdrawn_at=cast.NOW)
    factories.add_participation(amina, "offered")
    page = browse("ines").get(url_of(cohort)).text
    plain = re.sub(r"<[^>]+>|\s+", " ", page)
    plain = re.sub(r" +", " ", plain)
    for words in ("1 Nominations submitted", "1 Nominations begun", "1 Nominations withdrawn",
                  "1 of 20 Places offered or taken", "1 Offers without an answer",
                  "Nominations close"):  # fmt: skip
        assert words in plain, words


def test_the_desk_asks_as_many_questions_however_many_there_are(cohort, browse, count_queries):
    ines, counts = browse("ines"), []
    place = factories.place_of("dalia")
    for number in range(2):
        for url in (url_of(cohort), "/admin/cohorts", f"/programmes/cohorts/{cohort.id}"):
            ines.get(url)
            with count_queries() as seen:
                ines.get(url)
            counts.append(seen.count)
        for extra in range(3):
            someone = factories.add_stranger(cohort, f"Nominee {number} {extra}", place=place)
            factories.add_participation(someone, "offered")
        plan = replace(PLAN, ends_on=PLAN.ends_on + timedelta(days=1))
        factories.add_cohort(factories.get_programme(), plan)
    assert counts[:3] == counts[3:]


def test_who_runs_a_cohort_is_chosen_from_a_list_in_the_order_of_names(programme, browse):
    for name in ("Zanzibar Hub", "Aden Hub", "lower-case Hub"):
        organisations.create_hub(OPERATOR, cast.NOW, kind="hub", name=name)
    db.session.commit()
    page = browse("emre").get("/admin/cohorts/new").text
    listed = page.split('name="runner"', 1)[1].split("</select>", 1)[0]
    names = re.findall(r"<option[^>]*>([^<]+)</option>", listed)
    assert {"Zanzibar Hub", "Aden Hub", "lower-case Hub"} <= set(names)
    assert names == sorted(names, key=str.casefold)
    tree = browse("emre").get("/admin/organisations").text
    assert tree.index("Aden Hub") < tree.index("lower-case Hub") < tree.index("Zanzibar Hub")

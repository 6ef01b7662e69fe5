"""Two accounts of one person: found, compared, merged, told of, signed in with, undone."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from lms.accounts import queries, services
from lms.audit.models import AuditEvent
from lms.certificates.queries.certificates import find_certificate
from lms.certificates.services import issuing
from lms.certificates.services.sharing import decide_name
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db, writing
from lms.learning.queries import find_enrolment
from lms.merging.models import AccountMerge, MergedRow
from lms.merging.queries.conflicts import list_conflicts
from lms.merging.queries.merges import list_merges
from lms.merging.rules import AlreadyMerged, Choice
from lms.merging.services.forgetting import forget_merges
from lms.merging.services.merging import merge_accounts
from lms.notifications.letters import seal_for
from lms.notifications.models import Message
from lms.notifications.queries import find_preference
from lms.programmes.queries.sessions import find_feed_owner
from lms.programmes.services.calendars import renew_feed
from tests import cast
from tests.assessment import courses
from tests.certificates import graduates
from tests.learning import courses as learning
from tests.merging.twins import TWIN, add_twin, address, merge, undo_address
from tests.programmes import factories as programmes
from tests.programmes.factories import add_person


@pytest.fixture
def twin(app):
    return add_twin()


def _main(answer):
    """Return what a page says, without the tokens around it."""
    words = answer.text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="csrf_token" value="[^"]*"', "", words)


def test_the_other_account_is_found_and_both_are_shown(browse, twin):
    emre = browse("emre")
    person = f"/admin/people/{cast.id_of('amina')}"
    assert f"{person}/merge" in emre.get(person).text
    page = emre.get(f"{person}/merge?q=diallo").text
    assert "aminata@example.org" in page
    assert address() in page
    assert "Nobody matches" in emre.get(f"{person}/merge?q=nobody@example.org").text
    page = emre.get(address()).text
    for text in ("amina@example.org", "aminata@example.org", "Amina Diallo", "Aminata Diallo"):
        assert text in page
    assert address(TWIN, "amina") in page


def test_what_the_other_had_is_the_kept_ones(browse, twin):
    course = learning.publish()
    enrolment_id = graduates.enrol(TWIN, course)
    graduates.complete(enrolment_id, course)
    graduates.confirm(TWIN, "Aminata Diallo")
    with writing():
        certificate_id = issuing.issue_certificate(OPERATOR, cast.NOW, find_enrolment(enrolment_id))
    facts = find_certificate(certificate_id, cast.NOW).facts
    verified = _main(browse().get(f"/verify/{facts.code}"))
    old = browse(TWIN)
    assert old.get(f"/learn/{enrolment_id}").status_code == 200
    answer = merge(browse("emre"))
    assert answer.status_code == 303, answer.text
    amina = browse("amina")
    assert amina.get(f"/learn/{enrolment_id}").status_code == 200
    assert amina.get(f"/certificates/{certificate_id}").status_code == 200
    kept = find_certificate(certificate_id, cast.NOW)
    assert (kept.facts, kept.person_id) == (facts, cast.id_of("amina"))
    assert _main(browse().get(f"/verify/{facts.code}")) == verified
    assert old.get("/learn").status_code == 303
    assert queries.find_person(twin).merged_into_id == cast.id_of("amina")
    assert db.session.execute(
        select(AuditEvent.subject_id).where(AuditEvent.action == "merging.merged")
    ).scalars().all() == [twin]  # fmt: skip


def test_both_addresses_are_told_and_the_old_one_says_which_to_use(browse, twin, run_jobs):
    merge(browse("emre"))
    run_jobs()
    told = db.session.execute(select(Message.email).where(Message.kind == "merging.merged"))
    assert set(told.scalars()) == {"amina@example.org", "aminata@example.org"}
    right = {"email": "aminata@example.org", "password": cast.PASSWORD}
    page = browse().post("/login", right)
    assert page.status_code == 422
    assert "amina@example.org" in page.text
    page = browse().post("/login", {**right, "password": "quite-another-password"})
    assert "amina@example.org" not in page.text
    page = browse().post("/password/forgotten", {"email": "aminata@example.org"})
    assert "amina@example.org" not in page.text
    kinds = db.session.execute(
        select(Message.kind, Message.email).where(Message.kind.like("accounts.%"))
    ).all()
    assert kinds == [("accounts.address_merged", "aminata@example.org")]


def test_addresses_change_places_with_their_passwords(browse, twin):
    with writing():
        services.change_preferences(
            OPERATOR, cast.NOW, twin, language="ar", time_zone="Africa/Dakar"
        )
    chosen = {"name": "other", "address": "other", "language": "other", "time_zone": "other"}
    merge(browse("emre"), **chosen)
    kept = queries.find_person(queries.find_person_by_email("aminata@example.org").id)
    assert (kept.is_active, kept.language, kept.time_zone) == (True, "ar", "Africa/Dakar")
    assert queries.find_person_by_email("amina@example.org").id == kept.id
    assert [name.full_name for name in queries.list_own_names(kept.id)] == ["Aminata Diallo"]
    assert queries.find_person(twin).email == "amina@example.org"
    browse("emre").post(undo_address(twin))
    db.session.remove()
    assert queries.find_person(twin).email == "aminata@example.org"
    assert queries.find_person(kept.id).email == "amina@example.org"
    assert [name.full_name for name in queries.list_own_names(kept.id)] == ["Amina Diallo"]


def test_roles_are_given_one_by_one(browse, app):
    twin = add_twin("amina", "trainee", "trainer", "translator")
    page = browse("emre").get(address()).text
    grants = {grant.role: grant.id for grant in queries.list_grants([twin])}
    values = {role: f"role_grant.person_id:{grants[role]}" for role in grants}
    assert values["trainer"] in page
    assert values["trainee"] not in page
    merge(browse("emre"), carried=values["trainer"])
    roles = {grant.role for grant in queries.list_grants([cast.id_of("amina")])}
    assert roles == {"trainee", "trainer"}
    browse("emre").post(undo_address(twin))
    db.session.remove()
    assert {grant.role for grant in queries.list_grants([twin])} == grants.keys()


def test_a_role_that_is_not_the_actors_to_give_stays(browse, app):
    """Gita administers Fiji: a role in Senegal is shown to her, and cannot be had by a trick."""
    twin = add_twin("farid")
    place = cast.actor_of("amina").organisation_id
    db.session.remove()
    with writing():
        services.grant_role(OPERATOR, cast.NOW, twin, role="trainer", organisation_id=str(place))
    grant = next(one.id for one in queries.list_grants([twin]) if one.role == "trainer")
    db.session.remove()
    page = browse("gita").get(address("farid")).text
    assert "You do not administer the organisation where it is held." in page
    assert grant not in page
    merge(browse("gita"), "farid", carried=f"role_grant.person_id:{grant}")
    roles = {one.role for one in queries.list_grants([cast.id_of("farid")])}
    assert roles == {"trainee"}


def test_whoever_is_protected_stays_so(browse, twin):
    with writing():
        services.protect_person(OPERATOR, cast.NOW, twin, is_protected=True)
    merge(browse("emre"))
    assert queries.find_person(cast.id_of("amina")).is_protected
    assert "Diallo" not in queries.get_name(cast.actor_of("bruno"), cast.id_of("amina"))
    browse("emre").post(undo_address(twin))
    db.session.remove()
    assert not queries.find_person(cast.id_of("amina")).is_protected


def test_a_name_that_was_shown_is_not_after_a_merge_with_a_protected_account(browse, twin):
    """What the other account showed ends; what the protected one chose to show goes on."""
    codes = {}
    for name in ("amina", TWIN):
        course = learning.publish(slug=f"of-{name}")
        enrolment_id = graduates.enrol(name, course)
        graduates.complete(enrolment_id, course)
        graduates.confirm(name, "Amina Diallo")
        with writing():
            certificate = find_certificate(graduates.issue(enrolment_id), cast.NOW)
            decide_name(
                cast.actor_of(name), cast.NOW, certificate, shows_name=True, is_warned=False
            )
        codes[name] = certificate.code
        if name == "amina":
            with writing():
                services.protect_person(OPERATOR, cast.NOW, cast.id_of(name), is_protected=True)
                decide_name(
                    cast.actor_of(name), cast.NOW, certificate, shows_name=True, is_warned=True
                )
    assert merge(browse("emre")).status_code == 303
    assert "Amina Diallo" in browse().get(f"/verify/{codes['amina']}").text
    assert "Diallo" not in browse().get(f"/verify/{codes[TWIN]}").text


def test_links_in_the_hands_of_people_lead_on(browse, twin):
    """The calendar's link, the one that ends news by mail, and the address on a list of people."""
    kept, old = cast.id_of("amina"), cast.actor_of(TWIN)
    db.session.remove()
    with writing():
        feed_id = renew_feed(old, cast.NOW)
    merge(browse("emre"))
    assert find_feed_owner(feed_id) == kept
    browse().post(f"/mail/unsubscribe/{twin}/{seal_for(twin)}")
    db.session.remove()
    assert find_preference(kept).news == "off"
    assert queries.find_person_by_email("aminata@example.org").id == kept


@pytest.mark.parametrize("name", ["amina", "bruno", "dalia", "farid"])
def test_only_administrators_merge(browse, twin, name):
    browser, person = browse(name), f"/admin/people/{cast.id_of('amina')}/merge"
    assert browser.get(person).status_code == 403
    assert browser.get(address()).status_code == 403
    assert merge(browser).status_code == 403
    assert list_merges(twin) == []


def test_a_stranger_is_asked_to_sign_in(browse, twin):
    assert browse().get(address()).location.startswith("/login")


def test_gita_does_not_learn_who_is_elsewhere(browse, twin):
    gita, mine = browse("gita"), f"/admin/people/{cast.id_of('farid')}/merge"
    known, unknown = (_main(gita.get(f"{mine}?q={one}@example.org")) for one in (TWIN, "nobody"))
    assert "ask an administrator of the whole installation" in known
    assert known.replace(TWIN, "nobody") == unknown
    for pair in (("farid", TWIN), (TWIN, "farid"), ("amina", TWIN)):
        assert gita.get(address(*pair)).status_code == 404
        assert merge(gita, *pair).status_code == 404
    merge(browse("emre"))
    assert gita.get(undo_address(twin)).status_code == 404
    assert gita.post(undo_address(twin)).status_code == 404


def test_nobody_merges_an_account_of_their_own(browse, twin):
    for pair in (("emre", TWIN), (TWIN, "emre")):
        answer = merge(browse("emre"), *pair)
        assert answer.status_code == 403
        assert "Ask another administrator" in answer.text


def test_bad_input_says_why(browse, twin):
    emre = browse("emre")
    answer = emre.post(address(), {})
    assert answer.status_code == 422
    assert "Make sure first, and tick the box." in answer.text
    assert emre.get(address("amina", "amina")).status_code == 422
    with writing():
        services.deactivate_person(OPERATOR, cast.NOW, cast.id_of("amina"))
    answer = merge(emre)
    assert (answer.status_code, "Open it first" in answer.text) == (409, True)
    assert list_merges(twin) == []


def test_what_speaks_against_it_is_named_with_its_place(browse, twin):
    course = learning.publish()
    for name in ("amina", TWIN):
        graduates.enrol(name, course)
    cohort = programmes.add_cohort(programmes.add_programme(programmes.add_hub()))
    for name in ("amina", TWIN):
        programmes.add_participation(programmes.add_nomination(cohort, name))
    emre = browse("emre")
    for answer in (emre.get(address()), merge(emre)):
        page = answer.text
        assert "Both accounts are enrolled in this course." in page
        assert "Both accounts are nominated for this cohort." in page
        assert "Both accounts have a place in this cohort." in page
        assert "They can only be kept apart." not in page
        assert f"{address()}/courses/{course.slug}" in page
        assert programmes.COHORT_TITLE in page
        assert f"/courses/{course.slug}" in page
    assert answer.status_code == 422
    assert list_merges(twin) == []


def test_of_two_enrolments_one_is_ended_and_the_person_told(browse, twin, run_jobs):
    course = learning.publish()
    kept, ended = (graduates.enrol(name, course) for name in ("amina", TWIN))
    emre, page = browse("emre"), f"{address()}/courses/{course.slug}"
    text = emre.get(page).text
    for shown in ("amina@example.org", "aminata@example.org", "The two enrolments"):
        assert shown in text
    for wrong in ({}, {"which": cast.id_of("bruno")}):
        answer = emre.post(page, wrong)
        assert answer.status_code == 422
    assert "Choose which of the two ends." in emre.post(page, {}).text
    assert emre.post(page, {"which": twin}).status_code == 303
    db.session.remove()
    assert find_enrolment(ended).status == "withdrawn"
    assert find_enrolment(kept).status == "active"
    run_jobs()
    told = db.session.execute(
        select(Message.email).where(Message.kind == "merging.enrolment_ended")
    )
    assert told.scalars().all() == ["aminata@example.org"]
    # Sent a second time, and asked for again, it leads back to both and ends nothing more.
    for answer in (emre.post(page, {"which": cast.id_of("amina")}), emre.get(page)):
        assert answer.headers["Location"].endswith(address())
    db.session.remove()
    assert find_enrolment(kept).status == "active"
    assert merge(emre).status_code == 303


@pytest.mark.parametrize("name", ["amina", "bruno", "dalia", "gita"])
def test_only_administrators_of_both_end_an_enrolment(browse, twin, name):
    course = learning.publish()
    for one in ("amina", TWIN):
        graduates.enrol(one, course)
    page = f"{address()}/courses/{course.slug}"
    expected = 404 if name == "gita" else 403
    assert browse(name).get(page).status_code == expected
    assert browse(name).post(page, {"which": twin}).status_code == expected
    assert browse().get(page).status_code == 303


def test_the_pages_of_both_say_when_they_were_merged_and_lead_to_the_undo(browse, twin):
    emre = browse("emre")
    merge(emre)
    undo = undo_address(twin)
    for name, words in (("amina", "merged into this account on"), (TWIN, "took in this account")):
        text = _main(emre.get(f"/admin/people/{cast.id_of(name)}"))
        assert words in text
        assert "By <bdi>Emre" in text
        assert undo in text
    clock.advance(days=31)
    emre = browse("emre")
    text = _main(emre.get(f"/admin/people/{cast.id_of('amina')}"))
    assert "merged into this account on" in text
    assert undo not in text


def test_likely_twins_are_proposed_before_any_search(browse, app):
    place = str(cast.actor_of("amina").organisation_id)
    add_person("same", "AMINA  diallo", place)
    add_person("spelt", "أمينة ديالو", place)
    add_person("amina+two", "Nobody Alike", place)
    add_person("stranger", "Zoë Quispe", place)
    text = _main(browse("emre").get(f"/admin/people/{cast.id_of('amina')}/merge"))
    order = [text.index(f"{name}@example.org") for name in ("amina+two", "same", "spelt")]
    assert order == sorted(order)
    assert "stranger@example.org" not in text
    for why in ("same mailbox in another spelling", "The same name", "same name in another"):
        assert why in text
    found = _main(browse("emre").get(f"/admin/people/{cast.id_of('amina')}/merge?q=quispe"))
    assert "same@example.org" not in found


def test_no_twin_is_proposed_from_elsewhere_in_the_tree(browse, app):
    add_person("same", "Farid Vakatora", str(cast.actor_of("amina").organisation_id))
    page = f"/admin/people/{cast.id_of('farid')}/merge"
    assert "same@example.org" in browse("emre").get(page).text
    assert "same@example.org" not in browse("gita").get(page).text


def test_of_a_cohort_that_is_over_one_thing_is_said(browse, twin):
    cohort = programmes.add_cohort(programmes.add_programme(programmes.add_hub()))
    for name in ("amina", TWIN):
        programmes.add_participation(programmes.add_nomination(cohort, name))
    clock.advance(days=3650)
    db.session.remove()
    one, other = cast.id_of("amina"), twin
    texts = [str(found.text) for found in list_conflicts(one, other, clock.now(), "en")]
    assert texts == ["Both accounts have taken part in this cohort. They can only be kept apart."]


def test_each_account_is_told_of_the_undo_in_its_own_words(browse, twin):
    merge(browse("emre"))
    browse("emre").post(undo_address(twin))
    db.session.remove()
    told = db.session.execute(
        select(Message.email, Message.context).where(Message.kind == "merging.undone")
    )
    assert {email: context["is_kept"] for email, context in told} == {
        "amina@example.org": True, "aminata@example.org": False,
    }  # fmt: skip


def test_an_open_attempt_is_waited_for(browse, twin):
    enrolment_id = courses.enrol(TWIN)
    attempt = courses.start(browse(TWIN), enrolment_id)
    emre = browse("emre")
    assert "An attempt is still open" in merge(emre).text
    courses.finish(browse(TWIN), attempt)
    assert merge(emre).status_code == 303


def test_nobody_turns_out_to_be_tutor_and_participant(browse, twin):
    cohort = programmes.add_cohort(programmes.add_programme(programmes.add_hub()))
    programmes.assign(cohort, TWIN, "tutor")
    programmes.add_participation(programmes.add_nomination(cohort, "amina"))
    assert "One account has a task in this cohort, the other a place." in merge(browse("emre")).text


def test_nobody_turns_out_to_have_nominated_themself(browse, app):
    cohort = programmes.add_cohort(programmes.add_programme(programmes.add_hub()))
    add_twin()
    programmes.add_nomination(cohort, TWIN, nominated_by=cast.id_of("amina"))
    assert "One account nominated or endorsed the other." in merge(browse("emre")).text


def test_what_was_done_since_stays_and_is_named(browse, twin):
    enrolment_id = courses.enrol(TWIN)
    first = courses.start(browse(TWIN), enrolment_id)
    courses.finish(browse(TWIN), first)
    cohort = programmes.add_cohort(programmes.add_programme(programmes.add_hub()))
    participation = programmes.add_participation(programmes.add_nomination(cohort, TWIN))
    merge(browse("emre"))
    second = courses.start(browse("amina"), enrolment_id)
    courses.finish(browse("amina"), second)
    emre = browse("emre")
    page = emre.get(undo_address(twin)).text
    assert "aminata@example.org" in page
    answer = emre.post(undo_address(twin))
    assert answer.status_code == 303
    said = emre.get(answer.location).text
    assert "The two accounts are apart again." in said
    assert "Courses: 1 stay, because the person has done more with them since." in said
    assert "Attempts at quizzes: 1 stay" in said
    assert find_enrolment(enrolment_id).person_id == cast.id_of("amina")
    assert programmes.participations.find_participation(participation.id).person_id == twin
    assert queries.find_person(twin).is_active
    assert browse(TWIN).get("/learn").status_code == 200


def test_a_page_read_since_keeps_its_course_and_is_named(browse, twin):
    course, other = learning.publish(), learning.publish(slug="another-course")
    read_on, left_alone = graduates.enrol(TWIN, course), graduates.enrol(TWIN, other)
    browse(TWIN).post(f"/learn/{left_alone}/pages/origins")
    merge(browse("emre"))
    browse("amina").post(f"/learn/{read_on}/pages/origins")
    emre = browse("emre")
    said = emre.get(emre.post(undo_address(twin)).location).text
    assert "Courses: 1 stay, because the person has done more with them since." in said
    assert find_enrolment(read_on).person_id == cast.id_of("amina")
    assert find_enrolment(left_alone).person_id == twin
    assert "1 of 7 parts done" in browse("amina").get(f"/learn/{read_on}").text


def test_after_thirty_days_nothing_is_remembered_of_what_moved(browse, twin):
    courses.enrol(TWIN)
    merge(browse("emre"))
    address_of_undo = undo_address(twin)
    assert db.session.execute(select(MergedRow.key)).scalars().all()
    clock.advance(days=29, hours=23)
    forget()
    assert db.session.execute(select(MergedRow.key)).scalars().all()
    clock.advance(hours=2)
    forget()
    assert db.session.execute(select(MergedRow.key)).scalars().all() == []
    kept = db.session.execute(select(AccountMerge)).scalar_one()
    assert (kept.before, kept.after) == ({}, {})
    emre = browse("emre")
    assert "more than 30 days have passed" in emre.get(address_of_undo).text
    assert emre.post(address_of_undo).status_code == 409


def forget():
    """Do what the periodic job does."""
    db.session.remove()
    with writing():
        forget_merges(clock.now())


def test_a_merged_account_is_not_opened_otherwise(browse, twin):
    merge(browse("emre"))
    emre = browse("emre")
    answer = emre.post(f"/admin/people/{twin}/reactivate")
    assert (answer.status_code, "Undo the merge instead" in answer.text) == (409, True)
    page = emre.get(f"/admin/people/{twin}").text
    assert "This account was merged into another one." in page
    assert "Give the role" not in page
    assert f"/admin/people/{cast.id_of('amina')}" in page
    answer = merge(emre, "bruno")
    assert (answer.status_code, "has been merged already" in answer.text) == (409, True)


def test_a_chain_is_undone_from_its_end(browse, twin):
    emre = browse("emre")
    merge(emre)
    first = undo_address(twin)
    merge(emre, "bruno", "amina")
    assert queries.find_person_by_email("aminata@example.org").id == cast.id_of("bruno")
    answer = emre.post(first)
    assert (answer.status_code, "Undo that merge first" in answer.text) == (409, True)
    db.session.remove()
    assert emre.post(undo_address(cast.id_of("bruno"))).status_code == 303
    assert emre.post(first).status_code == 303
    db.session.remove()
    assert queries.find_person(twin).is_active


def test_of_two_at_once_one_wins(app, twin):
    amina, bruno = cast.id_of("amina"), cast.id_of("bruno")
    db.session.remove()

    def try_merge(kept_id: str) -> str:
        with app.app_context():
            try:
                with writing():
                    merge_accounts(OPERATOR, cast.NOW, kept_id, twin, Choice())
            except AlreadyMerged:
                return "told"
            finally:
                db.session.remove()
            return "won"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_merge, [amina, bruno])) == ["told", "won"]


def test_the_page_runs_the_same_queries_whatever_they_have(browse, twin, count_queries):
    emre = browse("emre")
    emre.get(address())
    with count_queries() as few:
        emre.get(address())
    for number in range(3):
        course = learning.publish(slug=f"course-{number}")
        graduates.enrol(TWIN, course)
    db.session.remove()
    with count_queries() as many:
        emre.get(address())
    assert many.count == few.count

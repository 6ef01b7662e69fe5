"""Hadi, whose identity is protected, takes part in everything; what a room does is one function.

A room that is added has its function in `PARTS`; the walk through all addresses is the test's.
"""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

from lms.accounts import services as accounts
from lms.assessment.queries.appeals import list_appeals
from lms.certificates.credentials.achievements import achievement_key
from lms.certificates.queries import certificates as queries
from lms.certificates.queries import requests
from lms.certificates.queries.keys import find_current_id
from lms.certificates.services import issuing
from lms.content import queries as content
from lms.kit import jobs
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.learning.queries.catalogue import find_own_enrolment
from lms.merging.queries.merges import list_merges
from lms.programmes.message_policy import load_own_thread_for
from lms.programmes.queries import (
    award_reviews,
    cohorts,
    complaints,
    nominations,
    selection,
    works,
)
from lms.programmes.queries.nomination_files import get_file
from lms.programmes.rules.improvements import ActionPlan
from lms.programmes.rules.scoring import PlanRow
from lms.programmes.rules.sessions import SessionPlan
from lms.programmes.services import evaluation, improvements
from lms.programmes.services import messages as writing_messages
from lms.programmes.services import panel as scoring
from lms.programmes.services.sessions import plan_sessions
from lms.translation.rules import unit_id
from lms.units.unit import Key
from lms.wiring import JOBS
from lms.workshop import services as workshop
from tests import cast
from tests.assessment import courses
from tests.assessment.canaries import SLUG
from tests.assessment.site import QUIZZES, WRONG, Site
from tests.certificates import deciders, graduates
from tests.conftest import Browser
from tests.programmes import factories as programmes
from tests.programmes import selecting
from tests.programmes.nomination_site import PDF_BYTES
from tests.programmes.session_plans import add_group
from tests.translation.desks import hidden
from tests.workshop.publishing import writing

SECOND = "hadi2"
DESK = f"/teach/{SLUG}/marking/written"
UNIT = f"/teach/{SLUG}/translate/ar/units/{unit_id(Key('course.yaml#title', 'A sealed course'))}"


class Everywhere(Site):
    """The course in which Hadi learns, teaches, translates, is examined and certified."""

    def __init__(self, app) -> None:
        super().__init__(app)
        self.hadi = Browser(app, "hadi")
        self.hadis: dict[str, tuple[str, ...]] = {"person_id": (cast.id_of("hadi"),)}
        for take_part in PARTS:
            take_part(self)
            self.run_jobs()

    def run_jobs(self) -> None:
        """Do what is due, mails too."""
        db.session.remove()
        jobs.run_due(JOBS)
        db.session.remove()

    def values(self) -> dict[str, tuple[str, ...]]:
        """Return what stands for each argument of an address, what is Hadi's first."""
        return {
            name: (*self.hadis.get(name, ()), *values) for name, values in super().values().items()
        }

    def send(self, browser: Browser, address: str, **data: object) -> str:
        """Send a form that is right, and return where it leads."""
        answer = browser.post(address, data)
        assert answer.status_code == 303, f"{address}: {answer.text}"
        return str(answer.location)


def join(site: Everywhere) -> None:
    """Let Hadi hold every role of the trade in his own agency; Farid nominates for his State."""
    place = cast.actor_of("bruno").organisation_id
    fiji = cast.actor_of("gita").organisation_id
    with writing():
        accounts.grant_role(
            OPERATOR, cast.NOW, cast.id_of("farid"), role="focal_point", organisation_id=fiji
        )
        for role in ("trainer", "translator"):
            accounts.grant_role(
                OPERATOR, cast.NOW, cast.id_of("hadi"), role=role, organisation_id=place
            )


def be_imported(site: Everywhere) -> None:
    """Let Emre send in a list that names Hadi, and add to his account."""
    emre, people = Browser(site.app, "emre"), "/admin/people/import"
    place = cast.actor_of("hadi").organisation_id
    text = f"name,email,organisation\nHadi Fall,{cast.email_of('hadi')},SN\n".encode()
    answer = emre.upload(people, {"file": (io.BytesIO(text), "hadi.csv")})
    address = str(answer.location)
    columns = {"column-name": "0", "column-email": "1", "otherwise-organisation": place}
    preview = site.send(
        emre, address, **columns, **{"otherwise-roles": "trainee"}, **{"otherwise-language": "en"}
    )
    site.send(emre, f"{preview}/actions", go="start", **{"all-known": "update"})
    site.hadis["import_id"] = (preview.rpartition("/")[2],)


def write_and_review(site: Everywhere) -> None:
    """Let Hadi change a page and save it, leave another unsaved, remark, and ask for a check."""
    page = "pages/origins.md"
    with writing():
        actor, course = cast.actor_of("hadi"), content.get_course(SLUG)
        text = content.get_files(content.find_revision(course.id).tree_hash)[page]
        workshop.change_files(actor, cast.NOW, course, {page: text + b"\nHence more.\n"})
        workshop.save(actor, cast.NOW, course, "More on origins")
        workshop.change_files(actor, cast.NOW, course, {page: text + b"\nOr less.\n"})
    thread = site.send(
        site.hadi, f"/teach/{SLUG}/review", context="course.yaml#title",
        source="A sealed course", text="Is it?",
    ).rpartition("thread-")[2]  # fmt: skip
    answers = f"/teach/{SLUG}/review/threads/{thread}/comments"
    site.send(site.bruno, answers, text="It is.")
    site.send(site.hadi, answers, text="It is indeed.")
    site.send(site.hadi, f"/teach/{SLUG}/publish/check")


def translate(site: Everywhere) -> None:
    """Let Hadi translate a text and remark on it."""
    page = site.hadi.get(UNIT).text
    fields = hidden(page)
    site.send(site.hadi, UNIT, text="مقرر مختوم", go="save", **fields)
    site.send(
        site.hadi, f"{UNIT}/comments", text="A hard word.", **hidden(site.hadi.get(UNIT).text)
    )
    site.hadis["unit_id"] = (UNIT.rpartition("/")[2],)


def be_examined(site: Everywhere) -> None:
    """Let Hadi sit everything, in the sitting too, and appeal; he marks what Amina wrote."""
    site.send(
        site.bruno, f"/teach/{SLUG}/sittings/{site.sitting}/people", emails=cast.email_of("hadi")
    )
    enrolment = learning_of("hadi")
    attempts = {quiz: courses.start(site.hadi, enrolment, quiz) for quiz in QUIZZES}
    for attempt_id in attempts.values():
        answer_and_finish(site.hadi, attempt_id)
    site.hadis |= {"enrolment_id": (enrolment,), "attempt_id": tuple(attempts.values())}
    for name in ("bruno", "hadi"):
        site.send(site.bruno, f"{DESK}/duties", email=cast.email_of(name), role="marker")
    appeal(site, attempts["exam"])


def appeal(site: Everywhere, attempt_id: str) -> None:
    """Let Hadi appeal against a result."""
    address = f"/learn/attempts/{attempt_id}/appeal"
    site.send(site.hadi, address, reason="I see it otherwise.", scope="whole")
    db.session.remove()
    site.hadis["appeal_id"] = (list_appeals(attempt_id)[0].id,)


def mark(site: Everywhere) -> None:
    """Let Amina finish what people mark, Hadi mark it, and Bruno mark what Hadi wrote."""
    mine = site.attempts["written"]
    answer_and_finish(site.amina, mine)
    theirs = site.hadis["attempt_id"][QUIZZES.index("written")]
    for browser, attempt_id in ((site.hadi, mine), (site.bruno, theirs)):
        for item_id in ("essay", "oral"):
            site.send(browser, f"{DESK}/{item_id}/{attempt_id}", **{"level-1": "2", "act": "mark"})
    site.send(site.bruno, f"{DESK}/release")


def be_certified(site: Everywhere) -> None:
    """Let Hadi complete the course and confirm his name; Emre decides, and issues to many."""
    enrolment_id = site.hadis["enrolment_id"][0]
    graduates.complete(enrolment_id, content.get_course(SLUG))
    graduates.confirm("hadi", "Hadi Fall")
    db.session.remove()
    emre, issue = Browser(site.app, "emre"), f"/admin/courses/{SLUG}/certificates"
    site.send(emre, f"{issue}/rule", mode="decided")
    seen = deciders.marks_on(emre.get(f"{issue}/decide").text, enrolment_id)
    site.send(emre, f"{issue}/decide", decision="approved", keys=seen)
    run = site.send(emre, f"{issue}/issue", who="chosen", keys=enrolment_id)
    site.run_jobs()
    certificate = queries.find_for_enrolment(enrolment_id, cast.NOW)
    assert certificate is not None
    facts = certificate.facts
    site.hadis |= {
        "certificate_id": (certificate.id,), "code": (facts.code,), "number": ("0",),
        "achievement_key": (achievement_key(facts),), "form": ("jwt",),
        "key_id": (str(find_current_id()),), "run_id": (run.rpartition("/")[2],),
    }  # fmt: skip


def share(site: Everywhere) -> None:
    """Let Hadi show his name by code and link, be protected then, and give out a link without."""
    protect = f"/admin/people/{cast.id_of('hadi')}/protect"
    sharing = f"/certificates/{site.hadis['certificate_id'][0]}/sharing"
    emre = Browser(site.app, "emre")
    site.send(emre, protect)
    site.send(site.hadi, f"{sharing}/name", name="shown")
    site.send(site.hadi, f"{sharing}/links", note="To all", days="30", shows_name="y")
    named = link_on(site, sharing)
    site.send(emre, protect, is_protected="yes")
    site.send(site.hadi, f"{sharing}/links", note="From Hadi Fall", days="30")
    site.hadis["token"] = (link_on(site, sharing), named)


def link_on(site: Everywhere, sharing: str) -> str:
    """Return the token of the only open link on Hadi's page."""
    return site.hadi.get(sharing).text.partition("/verify/s/")[2].partition('"')[0]


def design(site: Everywhere) -> None:
    """Let Emre begin a design, which is drawn, and enter who signs."""
    emre, place = Browser(site.app, "emre"), str(cast.actor_of("emre").organisation_id)
    here = "/admin/certificates"
    look = site.send(emre, f"{here}/designs/new", name="Green", organisation=place, like="")
    who = site.send(emre, f"{here}/signatories/of/{place}/new", name="Leila Haddad", language="en")
    site.run_jobs()
    drawn = emre.get(look.removesuffix("/look")).text
    trial = drawn.partition("/picture")[0].rpartition("/")[2]
    site.hadis |= {
        "design_id": (look.split("/")[-2],), "signatory_id": (who.rpartition("/")[2],),
        "trial_id": (trial,),
    }  # fmt: skip


def be_revoked(site: Everywhere) -> None:
    """Let Emre enter a paper of Hadi's, and ask for Hadi's certificate to be revoked by two."""
    deciders.want_two()
    emre = Browser(site.app, "emre")
    why = {"reason": "error", "note": "Hadi Fall sat elsewhere."}
    site.send(emre, f"/admin/certificates/{site.hadis['certificate_id'][0]}/revoke", **why)
    db.session.remove()
    asked = requests.list_requests(site.hadis["certificate_id"][0], clock.now())
    text = f"number,name,email,title,issued on\n7,Hadi Fall,{cast.email_of('hadi')},T,2020-01-01\n"
    issuer = str(cast.actor_of("emre").organisation_id)
    sent = {"file": (io.BytesIO(text.encode()), "old.csv"), "issuer": issuer}
    columns = str(emre.upload("/admin/certificates/papers", sent).location)
    site.send(emre, f"{columns.removesuffix('/columns')}/start")
    site.hadis |= {
        "request_id": (asked[0].id,), "paper_id": (columns.split("/")[-2],),
    }  # fmt: skip


def be_merged(site: Everywhere) -> None:
    """Let Emre merge a second account of Hadi's, under his name, into the first."""
    place = str(cast.actor_of("hadi").organisation_id)
    programmes.add_person(SECOND, "Hadi Fall", place, "trainee")
    other = cast.id_of(SECOND)
    emre = Browser(site.app, "emre")
    site.send(emre, f"/admin/people/{cast.id_of('hadi')}/merge/{other}", is_sure="yes")
    db.session.remove()
    site.hadis |= {"other_id": (other,), "merge_id": (list_merges(other)[0].id,)}


def answer_and_finish(browser: Browser, attempt_id: str) -> None:
    """Answer every question that needs no file, and finish."""
    for row, question in list(courses.paper_of(attempt_id)):
        address = courses.question_address(attempt_id, row.position)
        browser.post(address, {"client_id": new_id(), **WRONG[question.type]})
    assert courses.finish(browser, attempt_id).status_code == 303


def be_nominated(site: Everywhere) -> None:
    """Let Hadi be nominated, have a place in a cohort with a session, and its award."""
    hub_id = programmes.add_hub()
    programme = programmes.add_programme(hub_id)
    cohort = programmes.add_cohort(programme)
    programmes.assign(cohort, "bruno", "tutor")
    programmes.assign(cohort, "chen", "panel")
    programmes.assign(cohort, "gita", "complaints")
    quota = programmes.add_quota(cohort, "Men", {"sex": ["male"]}, minimum=1)
    group_id = add_group(cohort, "Group B", tutor_id=cast.id_of("bruno"))
    # Not by a focal point of the walk: who nominated somebody knows whom.
    nomination = selecting.nominate(cohort, "hadi", nominated_by=cast.id_of("emre"))
    participation = programmes.add_participation(nomination, group_id=group_id)
    award = programmes.add_award(
        participation, cohort.programme_version_id, valid_until=cast.NOW.date() + timedelta(days=60)
    )
    be_certified_by_the_hub(site, award.id)
    programmes.add_participation(programmes.add_nomination(cohort, "amina"))
    with writing():
        plan = SessionPlan(
            "Opening", "online", datetime(2027, 2, 1, 9), datetime(2027, 2, 1, 11),  # noqa: DTZ001 - as the clock on the wall shows them
            "Africa/Dakar", link="https://meet.example.org/a",
        )  # fmt: skip
        session_ids = plan_sessions(OPERATOR, cast.NOW, cohort, plan)
        given = selection.gather(cohort, selection.list_candidates(cohort, PlanRow()))
        run_id, _result = selecting.keep_run(cohort, given, cast.NOW)
        scoring.declare(cast.actor_of("chen"), cast.NOW, cohort, [nomination.id], {})
        # The facts bear the award out no more: that is put before those who decide.
        evaluation.evaluate(cast.NOW, participation.id)
        (review,) = award_reviews.list_of_cohort(cohort.id)
    site.hadis |= {
        "review_id": (review.id,),
        "cohort_id": (cohort.id,), "nomination_id": (nomination.id,),
        "participation_id": (participation.id,), "session_id": tuple(session_ids),
        "run_id": (*site.hadis["run_id"], run_id), "award_id": (award.id,), "quota_id": (quota.id,),
        "group_id": (group_id,), "hub_id": (hub_id,),
    }  # fmt: skip
    site.hadis["slug"] = (SLUG, programme.slug)


def be_certified_by_the_hub(site: Everywhere, award_id: str) -> None:
    """Let the hub issue to Hadi in Arabic, with the Latin name beside it."""
    graduates.confirm("hadi", "هادي فال")
    with writing():
        certificate_id = issuing.issue_award(OPERATOR, cast.NOW, award_id)
        facts = queries.find_certificate(certificate_id, cast.NOW).facts
    assert facts.latin_name == "Hadi Fall"
    for name, its in (("certificate_id", certificate_id), ("code", facts.code)):
        site.hadis[name] = (its, *site.hadis[name])


def write_messages(site: Everywhere) -> None:
    """Let Hadi write to those who accompany him, where there is a group to be put into."""
    participation_id = site.hadis["participation_id"][0]
    actor = cast.actor_of("hadi")
    with writing():
        thread = load_own_thread_for(actor, participation_id, cast.NOW)
        add_group(thread.cohort, language="en", tutor_id=cast.id_of("bruno"))
        writing_messages.write_as_participant(actor, cast.NOW, thread, "I need a day more.")


def study_in_a_cohort(site: Everywhere) -> None:
    """Let Hadi add a document, hand in work, complain, and be on a sign-in sheet."""
    nomination_id, place = site.hadis["nomination_id"][0], site.hadis["participation_id"][0]
    document = {"kind": "cv", "file": (io.BytesIO(PDF_BYTES), "cv.pdf")}
    assert site.hadi.upload(f"/nominations/{nomination_id}/documents", document).status_code == 303
    own = f"/learn/cohorts/{place}"
    work = {"words": "My plan", "seen": works.get_record(place, "plan").mark}
    assert site.hadi.upload(f"{own}/work/plan", work).status_code == 303
    site.send(site.hadi, f"{own}/complaint", about="access", words="The room has steps.")
    session_id = site.hadis["session_id"][0]
    sheet = site.send(site.bruno, f"/admin/sessions/{session_id}/sheet")
    db.session.remove()
    cohort = programmes.get_cohort(site.hadis["cohort_id"][0])
    file = get_file(nominations.find_nomination(nomination_id), cohort)
    (line,) = complaints.list_own(place, cast.NOW)
    site.hadis |= {
        "document_id": (file.documents[0].id,), "part_id": ("plan",),
        "submission_id": (works.get_record(place, "plan").submissions[0].id,),
        "complaint_id": (line.row.id,), "sheet_id": (sheet.rpartition("/")[2],),
    }  # fmt: skip


def improve(site: Everywhere) -> None:
    """Let Hadi coordinate, with Bruno, and look after an improvement action that he has noted."""
    cohort = cohorts.get_cohort(site.hadis["cohort_id"][0])
    for name in ("hadi", "bruno"):
        programmes.assign(cohort, name, "coordinator")
    plan = ActionPlan("Few exercises.", "More.", cast.id_of("hadi"), "", cast.NOW.date())
    with writing():
        action_id = improvements.add_action(cast.actor_of("hadi"), cast.NOW, cohort, plan)
    site.hadis["action_id"] = (action_id,)


def learning_of(name: str) -> str:
    """Return the id of a player's enrolment in the course."""
    found = find_own_enrolment(cast.id_of(name), content.get_course(SLUG))
    assert found is not None
    return found.id


PARTS: tuple[Callable[[Everywhere], None], ...] = (
    join, be_imported, write_and_review, translate, be_examined, mark, be_certified,
    share, design, be_revoked,
    be_nominated, write_messages, study_in_a_cohort, improve,
    be_merged,
)  # fmt: skip

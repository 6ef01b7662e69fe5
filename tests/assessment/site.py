"""A course of every type of question with attempts, a sitting, an analysis: to be walked through.

What every address of it must not tell is the business of the tests.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from lms.accounts.queries import get_actor_by_email
from lms.assessment.queries.appeals import list_appeals
from lms.content import queries as content
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.translation.rules import unit_id
from lms.units.unit import Key
from tests import cast, walking
from tests.assessment import canaries, courses
from tests.assessment.canaries import SLUG
from tests.conftest import Browser

# The last in a sitting that stays open; the second has all its questions on one page.
QUIZZES = ("exam", "secret", "written", "sat")
# What a form sends for each type, and is wrong; the scenario is decided to its worse end.
WRONG: Mapping[str, Mapping[str, str]] = {
    "single": {"answer": "1"}, "multiple": {"answer": "1"}, "true_false": {"answer": "2"},
    "short_text": {"answer": "something"}, "matching": {"answer-1": "1", "answer-2": "1"},
    "ordering": {"answer-1": "1", "answer-2": "2", "answer-3": "3"},
    "matrix": {"answer-1": "1", "answer-2": "1"},
    "gap_text": {"answer-1": "something", "answer-2": "2"}, "numeric": {"answer": "12"},
    "formula": {"answer": "13 USD"}, "scenario": {"answer-1": "2"}, "essay": {"answer": "Words."},
    "observation": {"answer": "1"}, "file_upload": {},
}  # fmt: skip


class Site:
    """The course with an open attempt of Amina at each quiz, and all there is to ask it for."""

    def __init__(self, app) -> None:
        self.app = app
        canaries.publish()
        self.enrolment = canaries.enrol("amina")
        canaries.enrol("hadi")
        self.course = content.get_course(SLUG)
        self.amina = Browser(app, "amina")
        self.bruno = Browser(app, "bruno")
        self.sitting, self.analysis = self._plan_sitting(), self._ask_analysis()
        self.attempts = {quiz: self.start(quiz) for quiz in QUIZZES}
        self.appeals = [new_id()]

    def start(self, quiz: str) -> str:
        """Let Amina begin a quiz; return the attempt's id."""
        return courses.start(self.amina, self.enrolment, quiz)

    def appeal(self, quiz: str) -> None:
        """Let Amina appeal against a result."""
        address = f"/learn/attempts/{self.attempts[quiz]}/appeal"
        answer = self.amina.post(address, {"reason": "I see it otherwise.", "scope": "whole"})
        assert answer.status_code == 303, answer.text
        db.session.remove()
        self.appeals.insert(0, list_appeals(self.attempts[quiz])[0].id)

    def _plan_sitting(self) -> str:
        now = clock.now()
        written = [f"{now + timedelta(minutes=each):%Y-%m-%dT%H:%M}" for each in (-9, 99)]
        data = {"activity": "sat", "title": "Morning", "opens_at": written[0],
                "closes_at": written[1], "code": "", "minutes": "", "attempts": ""}  # fmt: skip
        address = self.bruno.post(f"/teach/{SLUG}/sittings", data).location
        self.bruno.post(f"{address}/people", {"emails": cast.email_of("amina")})
        return str(address).rpartition("/")[2]

    def _ask_analysis(self) -> str:
        data = {"quiz": "exam", "versions": "1", "which": "first"}
        return str(self.bruno.post(f"/teach/{SLUG}/analysis", data).location).rpartition("/")[2]

    def values(self) -> dict[str, Sequence[str]]:
        """Return what stands for each argument of an address; the most telling ones first."""
        files = content.get_entries(content.list_versions(self.course.id)[0].tree_hash)
        bank = files["questions/rules.yaml"]
        person = get_actor_by_email(cast.email_of("amina"), cast.NOW)
        nothing = (new_id(),)
        return {
            "activity_id": ("exam", "secret", "written", "origins"),
            "appeal_id": tuple(self.appeals), "analysis_id": (self.analysis,),
            "attempt_id": tuple(self.attempts.values()),
            "bank": ("rules", "people"), "box": ("none",), "certificate_id": nothing,
            "code": ("en", "ar"), "content_hash": (bank,), "emblem_hash": (bank,),
            "export": ("people", "csv", "ics"),
            "enrolment_id": (self.enrolment,), "form": ("csv", "json", "xlsx", "choices"),
            "import_id": nothing, "state_id": nothing,
            "item_id": ("word", "essay"), "job_id": (self.analysis,), "language": ("en", "ar"),
            "module_id": ("start",), "name": ("origins", "rules"), "name_id": nothing,
            "number": ("1",), "offer_id": nothing, "organisation_id": (person.organisation_id,),
            "page": ("origins",), "path": (
                "questions/rules.yaml", "media/../questions/rules.yaml", "locale/ar.po",
                "pages/origins.md", "media/questions/rules.yaml",
            ),
            "person_id": (person.person_id,), "position": tuple(map(str, range(1, 12))),
            "question_id": ("word", "essay"), "quiz": QUIZZES, "quiz_id": QUIZZES,
            "request_id": nothing, "scope": ("-", SLUG), "seal": (bank,),
            "sitting_id": (self.sitting,), "slug": (SLUG,), "table": ("attempts", "responses"),
            "term_id": nothing, "token": ("x" * 40,),
            "unit_id": (unit_id(Key("questions/rules.yaml#word", "feedback")),),
            "version_id": (str(self.course.newest_version_id),), "which": ("draft", "1"),
            # Of programmes, of which this site has none.
            **dict.fromkeys(
                ("act", "cohort_id", "complaint_id", "criterion_id", "document_id", "group_id",
                 "merge_id", "other_id",
                 "hub_id", "invitation_id", "nomination_id", "participation_id", "quota_id",
                 "session_id", "sheet_id", "recognition_id", "review_id", "run_id", "submission_id",
                 "award_id"), nothing,
            ),
            # Of certificates, of which it has none either.
            "achievement_key": nothing, "key_id": nothing, "purpose": ("suspension",),
            "authority_id": nothing,
            "design_id": nothing, "trial_id": nothing, "signatory_id": nothing, "paper_id": nothing,
            "action_id": nothing, "survey": ("reaction",),
            "kind": ("csv", "xlsx"), "part": ("organisation", "nominee"), "part_id": ("start",),
            "file_hash": (bank,),
        }  # fmt: skip

    def addresses(self, most: int) -> Iterator[str]:
        """Yield every address that can be asked for, each argument with so many of its values."""
        return walking.list_addresses(self.app, self.values(), most)

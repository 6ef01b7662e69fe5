"""The command `lms certificates issue`: to one person, or to everybody of a cohort.

What issuing means is the certificates room's; here is only how it is called and printed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import click

from lms.accounts import queries as people
from lms.accounts.queries.people import PersonRow
from lms.accounts.rules import PersonUnknown
from lms.admin.running import Operation, as_option, operation, print_json
from lms.certificates import issuing_policy, policy
from lms.certificates.making import make_file
from lms.certificates.queries import candidates
from lms.certificates.queries import certificates as queries
from lms.certificates.queries.terms import find_beside
from lms.certificates.rules import CourseNotCompleted
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.issuing import OUTCOMES, WORKED_ON, Candidate, NoAward
from lms.certificates.services import files, issuing
from lms.certificates.services.telling import ask_for_name, ask_for_spelling
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import DomainError, NotVisible
from lms.kit.i18n import LANGUAGES, N_, Text
from lms.learning import queries as learning
from lms.programmes.queries import curricula

Printed = dict[str, Any]


class CohortUnknown(NotVisible):
    """A cohort is named by its id."""

    message = N_(
        "There is no cohort with the id “%(id)s”. It stands in the address of the cohort's page, "
        "after /admin/cohorts/."
    )


class ProgrammeUnknown(NotVisible):
    """A programme is named by its short name, and has to be published."""

    message = N_("There is no published programme “%(slug)s”.")


@click.command()
@click.option("--course", "slug", metavar="SLUG", help="The course's short name; with --person.")
@click.option(
    "--programme", metavar="SLUG", help="The programme's short name: for the newest award held."
)
@click.option("--person", "holder", metavar="EMAIL", help="Who is to get it.")
@click.option("--cohort", metavar="ID", help="Everybody of a cohort who can get one.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The person's own by default.")
@click.option(
    "--override",
    metavar="REASON",
    help="Issue to somebody who has not completed, and under the account's name where none is "
    "confirmed.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@as_option
def issue(
    slug: str | None, programme: str | None, holder: str | None, cohort: str | None,
    language: str | None, override: str | None, as_json: bool, email: str | None,
) -> None:  # fmt: skip
    """Issue a certificate and make its file; where there is one already, show that one.

    How it stands is said, too: one that was revoked or suspended is issued to nobody again.

    For a course or a programme to one person, or for a programme to everybody of a cohort. Of a
    cohort, whoever has not confirmed a name, or one that cannot be printed, gets a mail that asks
    for it, and the others get theirs; to one person nothing is issued then, unless by override.
    """
    _check_choice(slug, programme, cohort, holder)
    if override is not None and slug is None:
        raise click.UsageError("--override goes with --course")
    if cohort is not None:
        _issue_to_cohort(cohort, language, email, as_json=as_json)
        return
    with operation(email=email) as run:
        person = people.find_person_by_email(str(holder))
        if person is None:
            raise PersonUnknown(email=holder)
        if slug is not None:
            content.get_course(slug)
            course = policy.load_register_for(run.actor, slug)
            chosen = language or person.language or "en"
            certificate_id = _issue_course(run.actor, run.now, course, person.id, chosen, override)
        else:
            certificate_id = _issue_programme(run, str(programme), person)
    printed = _make(certificate_id, language or person.language or "en", email)
    print_json(printed) if as_json else click.echo(_line(printed))


def _check_choice(
    slug: str | None, programme: str | None, cohort: str | None, holder: str | None
) -> None:
    if sum(one is not None for one in (slug, programme, cohort)) != 1:
        raise click.UsageError("say one of --course, --programme and --cohort")
    if cohort is None and holder is None:
        raise click.UsageError("say to whom: --person EMAIL")
    if cohort is not None and holder is not None:
        raise click.UsageError("--person goes with --course and --programme, not with --cohort")


def _issue_course(
    actor: Actor, now: datetime, course: CourseRow, person_id: str, language: str,
    override: str | None,
) -> str:  # fmt: skip
    for enrolment in learning.list_enrolments(person_id, course.id):
        if learning.find_completion(enrolment.id) is not None:
            return issuing.issue_certificate(actor, now, enrolment)
    if override is None:
        raise CourseNotCompleted
    return issuing.issue_by_override(actor, now, course, person_id, language, override)


def _issue_programme(run: Operation, slug: str, person: PersonRow) -> str:
    """Issue for the newest award of a programme that a person holds, the better kind first."""
    try:
        programme = issuing_policy.load_programme_for(run.actor, slug)
    except NotVisible as error:
        raise ProgrammeUnknown(slug=slug) from error
    awards = curricula.list_awards(person.id)
    versions = curricula.get_versions([one.programme_version_id for one in awards])
    own = [
        one
        for one in awards
        if versions[one.programme_version_id].programme_id == programme.programme_id
    ]
    if not own:
        raise NoAward(email=person.email)
    best = max(own, key=lambda one: (one.awarded_at, one.kind == "achievement"))
    return issuing.issue_award(run.actor, run.now, best.id)


def _make(certificate_id: str, language: str, email: str | None) -> Printed:
    """Make a certificate's file where there is none, and return what is printed of it."""
    # Rendering is slow, so it holds no transaction that writes.
    with operation(is_write=False) as run:
        base_url = run.app.extensions["settings"].base_url
        beside = find_beside(certificate_id, language)
        made = make_file(certificate_id, language, beside, base_url, run.now)
    with operation(email=email) as run:
        if made is not None:
            files.keep_file(run.now, made)
        certificate = queries.get_certificate(certificate_id, run.now)
        content_hash = queries.find_file(certificate_id, language, beside)
    standing = certificate.standing
    return {
        "code": grouped(certificate.code),
        "number": certificate.number,
        "file": str(storage.path_of(content_hash)) if content_hash else None,
        "language": language,
        "status": standing.status,
        "reason": standing.reason,
    }


def _line(printed: Printed) -> str:
    file = printed["file"] or "no file is made"
    why = f" ({printed['reason']})" if printed["reason"] else ""
    status = "" if printed["status"] == "valid" else f"  {printed['status']}{why}"
    return f"{printed['code']}  number {printed['number']}{status}  {printed['language']}  {file}"


def _issue_to_cohort(
    cohort_id: str, language: str | None, email: str | None, *, as_json: bool
) -> None:
    """Issue to everybody who can get one, one after the other; broken off, it goes on when called.

    Prints who got one, and of the others why not.
    """
    with operation(email=email, is_write=False) as run:
        try:
            scope = issuing_policy.load_cohort_for(run.actor, cohort_id)
        except NotVisible as error:
            raise CohortUnknown(id=cohort_id) from error
        every = candidates.list_candidates(run.actor, run.now, scope)
        contacts = {one.key: people.get_language_and_email(one.person_id) for one in every}
    issued, others = [], []
    for one in every:
        own, address = contacts[one.key]
        outcome = _issue_one(one, email)
        if isinstance(outcome, Text):
            others.append({"person": address, "reason": str(outcome)})
        else:
            issued.append({"person": address, **_make(outcome, language or own, email)})
    _print_all(issued, others, as_json=as_json)


def _issue_one(one: Candidate, email: str | None) -> str | Text:
    """Return the id of somebody's certificate, or why there is none."""
    words = Text(OUTCOMES[one.outcome])
    if one.outcome not in WORKED_ON:
        return words
    with operation(email=email) as run:
        if one.outcome == "ask":
            ask_for_name(run.now, "award", one.key, one.person_id)
            return words
        if one.complaint is not None:
            ask_for_spelling(run.now, "award", one.key, one.person_id, one.complaint)
            return one.complaint
        # Within the operation, which would end the command; a broken rule leaves nothing half done.
        try:
            with db.session.begin_nested():
                return issuing.issue_award(run.actor, run.now, one.key)
        except DomainError as error:
            return error.text


def _print_all(issued: Iterable[Printed], others: Iterable[Printed], *, as_json: bool) -> None:
    if as_json:
        print_json({"issued": list(issued), "not_issued": list(others)})
        return
    for printed in issued:
        click.echo(f"{printed['person']}: {_line(printed)}")
    for printed in others:
        click.echo(f"{printed['person']}: {printed['reason']}")

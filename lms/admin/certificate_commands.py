"""The commands `lms certificates …`: issue; to decide and to verify have files of their own.

What they do is the certificates room's; here is only how it is called and printed.
"""

from datetime import datetime

import click

from lms.accounts import queries as people
from lms.accounts.rules import PersonUnknown
from lms.admin.drawing_commands import check_files, render
from lms.admin.key_commands import keys
from lms.admin.running import LazyGroup, as_option, operation, print_json
from lms.certificates import policy
from lms.certificates.making import make_file
from lms.certificates.queries import certificates as queries
from lms.certificates.rules import CourseNotCompleted
from lms.certificates.rules.codes import grouped
from lms.certificates.services import files, issuing
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.kit.i18n import LANGUAGES, N_
from lms.learning import queries as learning

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


class CertificateUnknown(NotVisible):
    """No certificate has this code."""

    message = N_("There is no certificate with this code.")


# What decides on certificates, and what looks into files, has a file of its own.
_ELSEWHERE = {
    name: f"lms.admin.status_commands:{name}" for name in ("revoke", "suspend", "reinstate")
} | {"verify": "lms.admin.verify_commands:verify"}


@click.group(cls=LazyGroup, places=_ELSEWHERE)
def certificates() -> None:
    """Issue and verify certificates, and decide on those that are out."""


certificates.add_command(keys)
certificates.add_command(render)
certificates.add_command(check_files)


@certificates.command()
@click.option("--course", "slug", metavar="SLUG", required=True, help="The course's name.")
@click.option("--person", "holder", metavar="EMAIL", required=True, help="Who is to get it.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The person's own by default.")
@click.option("--override", metavar="REASON", help="Issue to somebody who has not completed.")
@json_option
@as_option
def issue(
    slug: str, holder: str, language: str | None, override: str | None, as_json: bool,
    email: str | None,
) -> None:  # fmt: skip
    """Issue a certificate and make its file; where there is one already, show that one."""
    with operation(email=email) as run:
        content.get_course(slug)
        course = policy.load_register_for(run.actor, slug)
        person = people.find_person_by_email(holder)
        if person is None:
            raise PersonUnknown(email=holder)
        language = language or person.language or "en"
        certificate_id = _issue(run.actor, run.now, course, person.id, language, override)
    # Rendering is slow, so it holds no transaction that writes.
    with operation(is_write=False) as run:
        base_url = run.app.extensions["settings"].base_url
        made = make_file(certificate_id, language, "", base_url, run.now)
    with operation(email=email) as run:
        if made is not None:
            files.keep_file(run.now, made)
        _print_issued(certificate_id, language, run.now, as_json)


def _issue(
    actor: Actor, now: datetime, course: CourseRow, person_id: str, language: str,
    override: str | None,
) -> str:  # fmt: skip
    for enrolment in learning.list_enrolments(person_id, course.id):
        if learning.find_completion(enrolment.id) is not None:
            return issuing.issue_certificate(actor, now, enrolment)
    if override is None:
        raise CourseNotCompleted
    return issuing.issue_by_override(actor, now, course, person_id, language, override)


def _print_issued(certificate_id: str, language: str, now: datetime, as_json: bool) -> None:
    certificate = queries.find_certificate(certificate_id, now)
    content_hash = queries.find_file(certificate_id, language)
    if certificate is None or content_hash is None:
        raise CertificateUnknown
    code, file = grouped(certificate.code), str(storage.path_of(content_hash))
    if as_json:
        print_json({"code": code, "number": certificate.number, "file": file, "language": language})
    else:
        click.echo(f"{code}  number {certificate.number}  {language}  {file}")

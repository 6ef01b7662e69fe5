"""The commands that decide on a certificate: suspend, reinstate, revoke.

What they do is the certificates room's; here is only how it is called and printed.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import click

from lms.admin.certificate_commands import CertificateUnknown, json_option
from lms.admin.running import as_option, operation, print_json
from lms.certificates import policy
from lms.certificates.queries import certificates as queries
from lms.certificates.rules.codes import grouped, parse_code
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.status import REASONS, REASONS_TO_SUSPEND, Reason, Standing
from lms.certificates.services import decisions, revocations
from lms.certificates.services.decisions import Why
from lms.kit.actor import Actor

Command = Callable[..., Any]


def reason_option(reasons: Mapping[Reason, str]) -> Callable[[Command], Command]:
    """Return the option of those reasons that fit an act."""
    return click.option(
        "--reason", type=click.Choice(tuple(reasons)), required=True, help="Shown publicly."
    )


note_option = click.option(
    "--note", metavar="TEXT", default="", help="For your own record; not shown."
)


@click.command()
@click.argument("code")
@reason_option(REASONS)
@note_option
@json_option
@as_option
def revoke(code: str, reason: Reason, note: str, as_json: bool, email: str | None) -> None:
    """Revoke a certificate for ever; whoever verifies it sees this at once.

    With --as, where the organisation wants two people, it is asked for: status and reason are then
    as before, `waits_for_second_person` is true, and `asked_reason` is the one given.
    """
    with operation(email=email) as run:
        certificate = _load(run.actor, code, run.now)
        done = revocations.ask_or_revoke(run.actor, run.now, certificate, Why(reason, note))
        standing = _standing(certificate, run.now)
    is_asked = done == "asked"
    more = {"waits_for_second_person": True, "asked_reason": reason} if is_asked else {}
    words = f"; revoking it ({reason}) waits for a second person" if is_asked else ""
    _print(certificate, standing, words, as_json, {"reason": standing.reason, **more})


@click.command()
@click.argument("code")
@reason_option(REASONS_TO_SUSPEND)
@click.option(
    "--review-on", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
    help="When to look at it again, as 2027-03-31; it does not end by itself.",
)  # fmt: skip
@note_option
@json_option
@as_option
def suspend(
    code: str, reason: Reason, review_on: datetime | None, note: str, as_json: bool,
    email: str | None,
) -> None:  # fmt: skip
    """Let a certificate not be valid until it is reinstated."""
    with operation(email=email) as run:
        certificate = _load(run.actor, code, run.now)
        day = review_on.replace(tzinfo=UTC).date() if review_on else None
        decisions.suspend_certificate(run.actor, run.now, certificate, Why(reason, note), day)
        standing = _standing(certificate, run.now)
    more = {"reason": standing.reason, "review_on": day.isoformat() if day else None}
    _print(certificate, standing, "", as_json, more)


@click.command()
@click.argument("code")
@note_option
@json_option
@as_option
def reinstate(code: str, note: str, as_json: bool, email: str | None) -> None:
    """End the suspension of a certificate."""
    with operation(email=email) as run:
        certificate = _load(run.actor, code, run.now)
        decisions.reinstate_certificate(run.actor, run.now, certificate, note)
        standing = _standing(certificate, run.now)
    _print(certificate, standing, "", as_json, {})


def _print(
    certificate: CertificateRow, standing: Standing, words: str, as_json: bool,
    more: Mapping[str, object],
) -> None:  # fmt: skip
    code = grouped(certificate.code)
    if as_json:
        print_json({"code": code, "status": standing.status, **more})
    else:
        why = f" ({standing.reason})" if standing.reason else ""
        click.echo(f"{code}: {standing.status}{why}{words}")


def _standing(certificate: CertificateRow, now: datetime) -> Standing:
    return queries.get_certificate(certificate.id, now).standing


def _load(actor: Actor, code: str, now: datetime) -> CertificateRow:
    certificate = queries.find_by_code(parse_code(code), now)
    if certificate is None:
        raise CertificateUnknown
    return policy.load_issued_for(actor, certificate.id, now)

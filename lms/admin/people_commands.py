"""The commands about people: make one account, invite a list, merge two accounts.

Who may be invited where is checked by `lms.accounts`, as for the page in the browser.
"""

import sys
from pathlib import Path

import click

from lms.accounts import queries, services
from lms.accounts.importing.lines import name_places
from lms.accounts.passwords import hash_password
from lms.accounts.rules import Invitee, PersonUnknown, check_email, check_password, check_roles
from lms.admin.people_lists import ListedLine, read_list
from lms.admin.running import Operation, as_option, operation, print_json
from lms.kit.actor import ROLES
from lms.kit.folding import fold
from lms.kit.i18n import LANGUAGES, Text
from lms.merging.policy import load_two_for
from lms.merging.queries.conflicts import list_conflicts
from lms.merging.rules import TAKEN, Choice
from lms.merging.services.merging import merge_accounts


@click.group()
def user() -> None:
    """People: make an account, invite a list, merge two accounts."""


@user.command()
@click.argument("address", metavar="EMAIL")
@click.option("--name", "full_name", required=True, help="The full name, in any script.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="Repeatable.")
@click.option(
    "--organisation",
    metavar="NAME",
    help="A State's code or name, or an agency's name; by default the whole installation.",
)
@click.option("--language", default="en", type=click.Choice(LANGUAGES), show_default=True)
@click.option("--protected", is_flag=True, help="Others see a code instead of the name.")
@click.option("--invite", is_flag=True, help="Mail a link instead of setting a password.")
@click.option("--password-stdin", is_flag=True, help="Read the password's line from input.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@as_option
def create(
    address: str,
    full_name: str,
    roles: tuple[str, ...],
    organisation: str | None,
    language: str,
    protected: bool,
    invite: bool,
    password_stdin: bool,
    as_json: bool,
    email: str | None,
) -> None:
    """Make an account for EMAIL, or invite it; the password is asked for."""
    password = "" if invite else _read_password(from_input=password_stdin)
    with operation(email=email) as task:
        invitee = Invitee(
            email=check_email(address),
            full_name=full_name,
            language=language,
            organisation_id=_find_place(task, organisation),
            roles=check_roles(roles),
            is_protected=protected,
        )
        made = _invite(task, invitee) if invite else _create(task, invitee, password)
    if as_json:
        print_json(made)
    else:
        click.echo(" ".join(f"{key}: {value}" for key, value in made.items()))


def _read_password(*, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password


def _find_place(task: Operation, name: str | None) -> str:
    places = queries.list_places(task.actor)
    if name is None:
        roots = [place.id for place in places if place.kind == "installation"]
        if not roots:
            raise click.ClickException(
                "Say --organisation NAME; before anything else, run: lms init"
            )
        return roots[0]
    named = name_places((row.id, row.path, row.country_code, row.name) for row in places)
    found = named.get(fold(name), ())
    if len(found) != 1:
        raise click.ClickException(
            f"Several organisations are named {name}. Write it as CODE/name."
            if found
            else f"There is no organisation named {name}."
        )
    return found[0]


def _create(task: Operation, invitee: Invitee, password: str) -> dict[str, str]:
    check_password(password)
    person_id = services.create_person(
        task.actor,
        task.now,
        email=invitee.email,
        password_hash=hash_password(password),
        full_name=invitee.full_name,
        language=invitee.language,
        organisation_id=invitee.organisation_id,
        roles=invitee.roles,
        is_protected=invitee.is_protected,
    )
    return {"created": invitee.email, "id": person_id}


def _invite(task: Operation, invitee: Invitee) -> dict[str, str]:
    invitation_id = services.invite(task.actor, task.now, invitee)
    return {"invited": invitee.email, "id": invitation_id}


@user.command()
@click.argument("kept", metavar="KEPT")
@click.argument("merged", metavar="MERGED")
@click.option("--take", multiple=True, type=click.Choice(TAKEN), help="What KEPT gets. Repeatable.")
@click.option("--dry-run", is_flag=True, help="Say what speaks against it, and merge nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@as_option
def merge(
    kept: str, merged: str, take: tuple[str, ...], dry_run: bool, as_json: bool, email: str | None
) -> None:
    """Merge the account MERGED into the account KEPT; both are e-mail addresses.

    Roles and tasks are not carried over; the page in the browser offers them.
    """
    with operation(email=email, is_write=not dry_run) as task:
        ids = [_find_person(address) for address in (kept, merged)]
        one, other = load_two_for(task.actor, ids[0], ids[1], task.now)
        found = list_conflicts(one.id, other.id, task.now, "en")
        conflicts = [conflict.in_words() for conflict in found]
        if not conflicts and not dry_run:
            merge_accounts(task.actor, task.now, one.id, other.id, Choice(frozenset(take)))
    if as_json:
        print_json({"kept": one.email, "merged": other.email, "conflicts": conflicts})
    for line in conflicts:
        click.echo(line, err=True)
    if conflicts:
        raise click.ClickException("These accounts cannot be merged as they are.")
    if not as_json:
        click.echo("can be merged" if dry_run else f"{other.email} is merged into {one.email}")


def _find_person(address: str) -> str:
    person = queries.find_person_by_email(address)
    if person is None:
        raise PersonUnknown(email=address)
    return person.id


@user.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check every line, and invite nobody.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@as_option
def import_file(file: Path, dry_run: bool, as_json: bool, email: str | None) -> None:
    """Invite everybody in FILE (CSV or XLSX), or nobody where a line is wrong.

    Columns, in any of the six languages: name, email, language, organisation, roles, protected.
    """
    with operation(email=email, is_write=not dry_run) as task:
        rows = read_list(task.actor, file.read_bytes())
        invitees = [row.invitee for row in rows if row.invitee is not None]
        wrong = [row for row in rows if row.problems]
        if not wrong and not dry_run:
            services.invite_all(task.actor, task.now, invitees)
    _report(file, invitees, wrong, dry_run=dry_run, as_json=as_json)


def _report(
    file: Path, invitees: list[Invitee], wrong: list[ListedLine], *, dry_run: bool, as_json: bool
) -> None:
    problems = [(row.number, problem) for row in wrong for problem in row.problems]
    if as_json:
        print_json(
            {
                "file": str(file),
                "invited": [] if wrong or dry_run else [row.email for row in invitees],
                "problems": [{"line": line, "message": str(text)} for line, text in problems],
            }
        )
    if problems:
        for line, text in problems:
            click.echo(_problem_line(file, line, text), err=True)
        raise click.ClickException(
            f"{len(wrong)} of {len(wrong) + len(invitees)} lines are not right; nobody was invited."
        )
    if not as_json:
        said = "can be invited" if dry_run else "invited"
        click.echo(f"{len(invitees)} {said}")


def _problem_line(file: Path, line: int, text: Text) -> str:
    return f"{file}:{line}: {text}"

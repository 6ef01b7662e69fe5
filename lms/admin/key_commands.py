"""The commands `lms certificates keys …`: init, rotate, use, list, import, export-public.

What they do is the certificates room's; here is only how it is called and printed.
"""

import getpass
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from lms.admin.running import operation, print_json
from lms.certificates.credentials.addresses import Addresses
from lms.certificates.queries import keys as queries
from lms.certificates.rules.inspection import in_groups
from lms.certificates.rules.keys import ALGORITHMS, Ending, KeyDoesNotOpen, KeyRow, NoKey
from lms.certificates.services import keys as services
from lms.certificates.signing import keyring
from lms.certificates.signing.publishing import to_anchors, to_jwks
from lms.kit.actor import OPERATOR

SELF_MADE = (
    "The key is vouched for by an authority that this installation has made for itself. Who checks "
    "a certificate's file is told that the signature is intact, and that its signer is not known, "
    "until they trust this authority: its certificate is at {address}. Where certificates must "
    "be trusted by programs at once, have a recognised authority certify a key of yours and take "
    "it in: lms certificates keys import FILE.p12."
)
BACK_UP = (
    "Keep a copy of the database together with LMS_KEY_PASSPHRASE or the file `secret`: the key "
    "opens with both alone."
)
AnyCommand = TypeVar("AnyCommand", bound=Callable[..., Any])


def _json_option(command: AnyCommand) -> AnyCommand:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)


def _name_option(command: AnyCommand) -> AnyCommand:
    said = "Whose it is, in the certificates; the installation's name by default."
    return click.option("--name", metavar="NAME", default="", help=said)(command)


def _yes_option(command: AnyCommand) -> AnyCommand:
    return click.option("--yes", "is_agreed", is_flag=True, help="Do not ask first.")(command)


@click.group()
def keys() -> None:
    """Keys by which certificates are signed: make, change, put back, list, take in, publish."""


@keys.command()
@_name_option
@_json_option
def init(name: str, as_json: bool) -> None:
    """Make an authority and a key where there is no key in use; harmless where there is one."""
    with operation() as run:
        made = services.ensure_key(OPERATOR, run.now, name)
        _tell(run.app.extensions["settings"].base_url, made, as_json)


@keys.command()
@click.option("--new-authority", is_flag=True, help="Make a new authority, too.")
@_name_option
@_yes_option
@_json_option
def rotate(new_authority: bool, name: str, is_agreed: bool, as_json: bool) -> None:
    """Make a new key and retire the one in use; what was signed before stays valid.

    Asks first where the one in use was taken in from a file.
    """
    with operation(is_write=False) as run:
        current = queries.find_current_key()
        is_own = current is None or current.is_own or current.not_after <= run.now
    if current is not None and not is_own:
        _ask(f"This retires {_named(current)}, which was taken in", is_agreed)
    with operation() as run:
        made = services.rotate_key(OPERATOR, run.now, name, is_new_authority=new_authority)
        _tell(run.app.extensions["settings"].base_url, made, as_json)


@keys.command()
@click.argument("key", metavar="KEY")
@_yes_option
@_json_option
def use(key: str, is_agreed: bool, as_json: bool) -> None:
    """Sign with a retired key again, and retire the one in use.

    KEY is its id or the first eight digits or more of its fingerprint, as `list` shows them. Not
    for a key that somebody else may have.
    """
    with operation(is_write=False) as run:
        wanted = services.get_reusable(run.now, key)
        current = queries.find_current_key()
    if current is not None:
        _ask(f"This signs with {_named(wanted)} and retires {_named(current)}", is_agreed)
    with operation() as run:
        made = services.reuse_key(OPERATOR, run.now, key)
        _tell(run.app.extensions["settings"].base_url, made, as_json)


def _ask(what: str, is_agreed: bool) -> None:
    """Ask on the terminal whether to go on; end the command where nobody says yes."""
    if not is_agreed:
        click.confirm(f"{what}. Go on? (--yes does not ask)", abort=True, err=True)


@keys.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path, allow_dash=True),
    help="Where the passphrase stands, on the first line; it is asked for by default.",
)
@_json_option
def import_file(file: Path, passphrase_file: Path | None, as_json: bool) -> None:
    """Take in a key of your own from a PKCS#12 file (.p12, .pfx); it signs from now on."""
    passphrase = _read_passphrase(passphrase_file)
    with operation() as run:
        made = services.import_key(OPERATOR, run.now, file.read_bytes(), passphrase)
        _tell(run.app.extensions["settings"].base_url, made, as_json)


def _read_passphrase(file: Path | None) -> str:
    if file is None:
        return getpass.getpass("Passphrase of the file: ")
    with click.open_file(str(file), encoding="utf-8") as lines:
        first: str = lines.readline()
    return first.rstrip("\r\n")


@keys.command("list")
@_json_option
def list_all(as_json: bool) -> None:
    """Show all keys, the newest first, and what ends soon."""
    with operation(is_write=False) as run:
        rows, endings = queries.list_keys(), queries.list_endings(run.now)
        warnings = [_warning(ending) for ending in endings]
        try:
            keyring.current_signer()
        except KeyDoesNotOpen as error:
            warnings.insert(0, error.text.in_language("en"))
    if as_json:
        print_json({"keys": [_to_json(row, run.now) for row in rows], "warnings": warnings})
        return
    for row in rows:
        click.echo(_one_line(row, run.now))
    for warning in warnings:
        click.echo(f"Warning: {warning}", err=True)
    if not rows:
        click.echo("There is no key. Make one: lms certificates keys init")


@keys.command("export-public")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@_json_option
def export_public(folder: Path, as_json: bool) -> None:
    """Write all public keys into FOLDER, for checking signatures without this site."""
    with operation(is_write=False) as run:
        address_of = Addresses(run.app.extensions["settings"].base_url).key
        rows, authorities = queries.list_keys(), queries.list_authorities()
    contents = {
        "keys.json": json.dumps(to_jwks(rows, address_of), indent=1) + "\n",
        "trust.pem": to_anchors(rows, authorities),
        **{f"{row.id}.pem": row.chain for row in rows},
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_text(content, "ascii")
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror}.") from error
    files = [str(folder / name) for name in contents]
    if as_json:
        print_json({"files": files})
    else:
        click.echo("\n".join(files))


def _tell(base_url: str, made: str | None, as_json: bool) -> None:
    if made is not None and not as_json:
        tell_made(base_url, made)
        return
    row = _get(made or queries.find_current_id())
    if as_json:
        print_json({**_to_json(row, row.created_at), "is_new": made is not None})
    else:
        click.echo(f"There already: {_one_line(row, row.created_at)}")


def tell_made(base_url: str, key_id: str) -> None:
    """Print which key was made or taken in, what that means, and what to keep."""
    row = _get(key_id)
    click.echo(f"Signing key: {_one_line(row, row.created_at)}")
    if row.is_own:
        click.echo(SELF_MADE.format(address=f"{base_url}/certificates/keys"))
    click.echo(BACK_UP)


def _get(key_id: str | None) -> KeyRow:
    row = queries.find_key(key_id) if key_id else None
    if row is None:
        raise NoKey
    return row


def _named(row: KeyRow) -> str:
    return f"{row.label} ({in_groups(row.fingerprint)[:19]} …)"


def _one_line(row: KeyRow, now: datetime) -> str:
    status = row.status(now).replace("_", " ")
    whose = "own authority" if row.is_own else "taken in"
    return (
        f"{row.id}  {status}  {ALGORITHMS[row.algorithm]}  until {row.not_after:%Y-%m-%d}  "
        f"{whose}  {in_groups(row.fingerprint)}  {row.label}"
    )


def _to_json(row: KeyRow, now: datetime) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": row.label,
        "algorithm": row.algorithm,
        "fingerprint": row.fingerprint,
        "status": row.status(now),
        "self_made": row.is_own,
        "created_at": row.created_at.isoformat(),
        "not_after": row.not_after.isoformat(),
        "retired_at": row.retired_at.isoformat() if row.retired_at else None,
    }


def _warning(ending: Ending) -> str:
    when = f"{ending.not_after:%Y-%m-%d}"
    verb = "ended on" if ending.has_ended else "ends on"
    if ending.what == "authority":
        return (
            f"The authority {ending.label} {verb} {when}. Make a new one with its key: "
            "lms certificates keys rotate --new-authority"
        )
    return (
        f"The key {ending.label} {verb} {when}; nothing is signed by it afterwards. Make a new "
        "one: lms certificates keys rotate (or take one in: lms certificates keys import FILE.p12)"
    )

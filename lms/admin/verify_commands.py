"""The command `lms certificates verify`: files and folders, with the register or without.

What is found is the certificates room's; here is only how it is called and printed.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from cryptography import x509

from lms.admin.running import operation, plain_errors, print_json
from lms.certificates.checking.batch import Found, inspect_files, list_files
from lms.certificates.checking.known_keys import read_published
from lms.certificates.checking.offline import (
    STALE,
    Lists,
    Published,
    SignedByAnother,
    facts_of,
    read_lists,
    weigh_offline,
)
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.findings import WORDS, Verdict
from lms.certificates.rules.verification import to_json
from lms.certificates.weighing import list_own_keys, weigh_file
from lms.kit.clock import clock

_FEW_NAMES = 5
_NOT_GENUINE = {"unknown", "tampered", "not_ours"}
# What cannot be opened is told of as one of many, and does not end the command.
_PLACE = click.Path(path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("places", metavar="FILE|FOLDER…", nargs=-1, required=True, type=_PLACE)
@click.option(
    "--keys", "key_file", metavar="FILE", type=_FILE,
    help="Check without the database, by published keys: keys.json, or certificates as PEM.",
)  # fmt: skip
@click.option(
    "--status-list", "list_files_given", metavar="FILE", type=_FILE, multiple=True,
    help="A published status list, with --keys: give both, that of revocations and that of "
    "suspensions.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(
    places: tuple[Path, ...], key_file: Path | None, list_files_given: tuple[Path, ...],
    as_json: bool,
) -> None:  # fmt: skip
    """Say of each file whether it was issued here, is unchanged, and how it stands.

    Of a folder, every PDF in it is checked. With --keys no database is needed: the signature is
    checked by the published keys, and the status by the published lists, as of their time. The
    exit code is 1 where a file is not genuine, cannot be opened or cannot be told.
    """
    if list_files_given and key_file is None:
        raise click.UsageError("--status-list is of use with --keys only.")
    found = list_files(places)
    if not found.files:
        raise click.UsageError("There is no PDF in this folder.")
    lists: Lists = {}
    if key_file is None:
        results = list(_printed(_online(found.files), as_json=as_json))
    else:
        with plain_errors():
            keys = read_published(key_file.read_bytes())
            lists = _read_lists(list_files_given, keys)
            offline = _offline(found.files, keys, lists)
            results = list(_printed(offline, as_json=as_json))
    if as_json:
        print_json(_all_as_json(found, lists, results))
    else:
        _tell_all(found, lists, results)
    if any(result["status"] in _NOT_GENUINE for result in results):
        sys.exit(1)


def _all_as_json(
    found: Found, lists: Lists, results: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    told = [
        {"id": address, "purpose": one.purpose, "as_of": one.as_of.isoformat()}
        for address, one in lists.items()
    ]
    skipped = [str(path) for path in found.skipped]
    return {"files": results, "skipped": skipped, "status_lists": told}


def _tell_all(found: Found, lists: Lists, results: Sequence[Mapping[str, Any]]) -> None:
    """Print what concerns more than one file: what was left out, lists that are old, the sum."""
    if found.skipped:
        names = ", ".join(path.name for path in found.skipped[:_FEW_NAMES])
        more = ", …" if len(found.skipped) > _FEW_NAMES else ""
        click.echo(f"Not looked at, no PDF by name: {len(found.skipped)} ({names}{more})", err=True)
    for one in lists.values():
        if one.is_stale(clock.now()):
            click.echo(
                f"Warning: the list of {one.purpose}s is of {_when(one.as_of)}, older than "
                f"{STALE.days} days. Fetch it again from the site.",
                err=True,
            )
    if len(results) > 1:
        counts = Counter(str(result["status"]) for result in results)
        click.echo(", ".join(f"{status}: {count}" for status, count in sorted(counts.items())))


def _printed(found: Iterator[dict[str, Any]], *, as_json: bool) -> Iterator[dict[str, Any]]:
    """Pass results on, and print each as soon as it is there."""
    for result in found:
        if not as_json:
            click.echo(_one_line(result))
        yield result


def _online(files: list[Path]) -> Iterator[dict[str, Any]]:
    with operation(is_write=False) as run:
        for file, inspection in inspect_files(files, list_own_keys()):
            verdict, certificate = weigh_file(inspection, run.now)
            facts = to_json(certificate) if certificate else None
            yield _result(file, verdict, facts, run.now if certificate else None)


def _offline(
    files: list[Path], keys: Sequence[x509.Certificate], lists: Lists
) -> Iterator[dict[str, Any]]:
    now = clock.now()
    for file, inspection in inspect_files(files, keys):
        verdict = weigh_offline(inspection, lists, now)
        yield _result(file, verdict, facts_of(inspection), verdict.as_of)


def _read_lists(files: tuple[Path, ...], keys: Sequence[x509.Certificate]) -> Lists:
    """Return the lists that these keys signed; say of each of another key that it is left out."""
    lists: dict[str, Published] = {}
    for file in files:
        try:
            lists |= read_lists([file.read_bytes()], keys)
        except SignedByAnother as error:
            click.echo(f"{file}: {error.text.in_language('en')}", err=True)
    return lists


def _result(
    file: Path, verdict: Verdict, facts: dict[str, Any] | None, as_of: datetime | None
) -> dict[str, Any]:
    return {
        "file": str(file),
        "status": verdict.status,
        "reason": verdict.reason,
        "as_of": as_of.isoformat() if as_of else None,
        "signature": verdict.signature_json(),
        "facts": facts,
    }


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _one_line(result: dict[str, Any]) -> str:
    reason, facts = result["reason"], result["facts"]
    why = f" ({reason})" if reason else ""
    if result["status"] in _NOT_GENUINE:
        return f"{result['file']}: {result['status']}{why}: {WORDS[reason]}"
    until = f", valid until {facts['valid_until']}" if facts["valid_until"] else ""
    as_of = _when(datetime.fromisoformat(result["as_of"]))
    return (
        f"{result['file']}: {result['status']}{why}; {grouped(facts['code'].replace('-', ''))}, "
        f"issued on {facts['issued_on']}{until}; as of {as_of}"
    )

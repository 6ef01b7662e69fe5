"""The command `lms certificates verify`: files and folders, with the register or without.

What is found is the certificates room's; here is only how it is called and printed.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from cryptography import x509

from lms.admin.running import operation, plain_errors, print_json
from lms.certificates.checking.batch import inspect_files, list_files
from lms.certificates.checking.known_keys import read_published
from lms.certificates.checking.offline import (
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

_NOT_GENUINE = {"unknown", "tampered", "not_ours"}
_PLACE = click.Path(exists=True, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("places", metavar="FILE|FOLDER…", nargs=-1, required=True, type=_PLACE)
@click.option(
    "--keys", "key_file", metavar="FILE", type=_FILE,
    help="Check without the database, by published keys: keys.json, or certificates as PEM.",
)  # fmt: skip
@click.option(
    "--status-list", "list_files_given", metavar="FILE", type=_FILE, multiple=True,
    help="A published status list, with --keys; may be given more than once.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(
    places: tuple[Path, ...], key_file: Path | None, list_files_given: tuple[Path, ...],
    as_json: bool,
) -> None:  # fmt: skip
    """Say of each file whether it was issued here, is unchanged, and how it stands.

    Of a folder, every PDF in it is checked. With --keys no database is needed: the signature is
    checked by the published keys, and the status by the published lists. The exit code is 1 where
    a file is not genuine or cannot be told.
    """
    if list_files_given and key_file is None:
        raise click.UsageError("--status-list is of use with --keys only.")
    files = list_files(places)
    if not files:
        raise click.UsageError("There is no PDF in this folder.")
    found = _offline(files, key_file, list_files_given) if key_file else _online(files)
    results = list(_printed(found, as_json=as_json))
    if as_json:
        print_json({"files": results})
    elif len(results) > 1:
        counts = Counter(str(result["status"]) for result in results)
        click.echo(", ".join(f"{status}: {count}" for status, count in sorted(counts.items())))
    if any(result["status"] in _NOT_GENUINE for result in results):
        sys.exit(1)


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
            yield _result(file, verdict, to_json(certificate) if certificate else None)


def _offline(
    files: list[Path], key_file: Path, status_lists: tuple[Path, ...]
) -> Iterator[dict[str, Any]]:
    with plain_errors():
        keys = read_published(key_file.read_bytes())
        lists = _read_lists(status_lists, keys)
        now = clock.now()
        for file, inspection in inspect_files(files, keys):
            yield _result(file, weigh_offline(inspection, lists, now), facts_of(inspection))


def _read_lists(files: tuple[Path, ...], keys: Sequence[x509.Certificate]) -> Lists:
    """Return the lists that these keys signed; say of each of another key that it is left out."""
    lists: dict[str, Published] = {}
    for file in files:
        try:
            lists |= read_lists([file.read_bytes()], keys)
        except SignedByAnother as error:
            click.echo(f"{file}: {error.text.in_language('en')}", err=True)
    return lists


def _result(file: Path, verdict: Verdict, facts: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "file": str(file),
        "status": verdict.status,
        "reason": verdict.reason,
        "signature": verdict.signature_json(),
        "facts": facts,
    }


def _one_line(result: dict[str, Any]) -> str:
    reason, facts = result["reason"], result["facts"]
    why = f" ({reason})" if reason else ""
    if result["status"] in _NOT_GENUINE:
        return f"{result['file']}: {result['status']}{why}: {WORDS[reason]}"
    until = f", valid until {facts['valid_until']}" if facts["valid_until"] else ""
    return (
        f"{result['file']}: {result['status']}{why}; {grouped(facts['code'].replace('-', ''))}, "
        f"issued on {facts['issued_on']}{until}"
    )

"""The commands about mail: what did not leave, send it again, take in what came back.

What a bounce means for an address is decided by `lms.notifications`.
"""

import sys
from pathlib import Path

import click

from lms.admin.running import operation, print_json
from lms.kit.actor import OPERATOR
from lms.notifications import queries, services
from lms.notifications.rules import STATUS_NAMES
from lms.notifications.rules.bounces import read_bounces

LISTED = 200
# What stands in a Maildir beside folders: marks of the mail server.
FOLDERS = ("new", "cur")


@click.group()
def mail() -> None:
    """E-mails: what did not leave, send it again, take in what came back."""


@mail.command("list")
@click.option("--status", default="", type=click.Choice(["", *STATUS_NAMES]), help="Only these.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def list_mail(status: str, as_json: bool) -> None:
    """Print the newest 200 messages; protected people stand there as codes."""
    with operation(is_write=False):
        wanted = queries.Wanted(status=status)
        rows, _ = queries.list_outbox(wanted, "en", first=0, size=LISTED)
    if as_json:
        print_json(
            [
                {"id": row.id, "kind": row.kind, "status": row.status, "to": row.to,
                 "created_at": row.created_at.isoformat(), "tries": row.tries, "error": row.error}
                for row in rows
            ]
        )  # fmt: skip
        return
    for row in rows:
        said = f"  {row.error}" if row.error else ""
        click.echo(f"{row.id}  {row.status:13}  {row.kind}  {row.to}{said}")


@mail.command()
@click.argument("ids", metavar="ID...", nargs=-1)
@click.option("--waiting", is_flag=True, help="All whose sending a crash left in doubt.")
@click.option("--failed", is_flag=True, help="All that the mail server did not accept.")
def retry(ids: tuple[str, ...], waiting: bool, failed: bool) -> None:
    """Send messages again, under the same Message-ID."""
    if not (ids or waiting or failed):
        raise click.UsageError("Name messages by ID, or say --waiting or --failed.")
    with operation() as task:
        wanted = list(ids)
        for is_asked, status in ((waiting, "waiting"), (failed, "failed")):
            wanted += queries.list_by_status(status) if is_asked else []
        for message_id in dict.fromkeys(wanted):
            services.send_again(OPERATOR, task.now, message_id)
    click.echo(f"To be sent again: {len(set(wanted))}")


@mail.command()
@click.argument(
    "paths", metavar="[PATH...]", nargs=-1, type=click.Path(exists=True, path_type=Path)
)
def bounces(paths: tuple[Path, ...]) -> None:
    """Take in returned mail: files, folders or Maildirs; without PATH, one mail from input.

    Only reports (RFC 3464) of mails that this site sent are heeded; a second time is nothing.
    """
    mails = [sys.stdin.buffer.read()] if not paths else list(map(Path.read_bytes, _files(paths)))
    with operation() as task:
        reports = [report for raw in mails for report in read_bounces(raw)]
        noted = sum(services.note_bounce(task.now, report) for report in reports)
    click.echo(f"Mails read: {len(mails)}; returned and noted now: {noted}")


def _files(paths: tuple[Path, ...]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [path / name for name in FOLDERS if (path / name).is_dir()] or [path]
            found += sorted(file for one in inside for file in one.iterdir() if file.is_file())
        else:
            found.append(path)
    return found

"""The commands on translations of courses: status, export, import.

What they do is in `lms.content`.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lms.admin.course_commands import listing_problems
from lms.admin.running import as_option, operation, print_json

if TYPE_CHECKING:
    from lms.content.exchange import Report

as_json = click.option("--json", "is_json", is_flag=True, help="Print one JSON object.")


@click.group()
def translations() -> None:
    """See, export and import the translations of a course."""


@translations.command()
@click.argument("slug")
@as_option
@as_json
def status(slug: str, email: str | None, is_json: bool) -> None:
    """Show how far each language of a course's draft is."""
    from lms.content.services import count_translations  # noqa: PLC0415 - `--help` stays quick

    with operation(email=email, is_write=False) as task:
        counts = count_translations(task.actor, slug)
    if is_json:
        print_json({"slug": slug, "languages": counts})
        return
    names = ["missing", "draft", "translated", "reviewed", "stale"]
    click.echo("".join(["  ", *(f"{name:>12}" for name in names)]))
    for language, totals in counts.items():
        click.echo("".join([language, *(f"{n:>12}" for n in totals.values())]))


@translations.command()
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--language", required=True, help="One of the six languages.")
@click.option("--format", "form", default="po", show_default=True, help="po or xliff")
@click.option("--xliff-version", "version", default="2.1", show_default=True, help="1.2 or 2.1")
@as_option
def export(
    slug: str, file: Path, language: str, form: str, version: str, email: str | None
) -> None:
    """Write a language's translations, with every text of the draft, for a translator."""
    from lms.content.services import export_translations  # noqa: PLC0415 - `--help` stays quick

    with operation(email=email, is_write=False) as task:
        content = export_translations(task.actor, slug, language, form, version)
    file.write_bytes(content)
    click.echo(f"{file}: {len(content)} bytes")


@translations.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--dry-run", "is_dry_run", is_flag=True, help="Report what would happen, text by text."
)
@click.option(
    "--take-rest", is_flag=True, help="Take what is right though other texts of the file are not."
)
@click.option(
    "--as-translated", is_flag=True,
    help="Count the texts that the file changes as translated, though it still marks them as "
    "drafts, as editors of PO files do.",
)  # fmt: skip
@as_option
@as_json
def import_(
    file: Path,
    is_dry_run: bool,
    take_rest: bool,
    as_translated: bool,
    email: str | None,
    is_json: bool,
) -> None:
    """Take a translator's PO or XLIFF file in; it says itself which course and language it is."""
    from lms.content import queries, services  # noqa: PLC0415 - `--help` stays quick
    from lms.content.exchange import (  # noqa: PLC0415 - `--help` stays quick
        count_as_translated,
        read_file,
    )
    from lms.translation.queries import add_notes  # noqa: PLC0415 - `--help` stays quick

    # Looked through before the transaction that others would wait for.
    with operation(email=email, is_write=False) as task, listing_problems(is_json):
        incoming = read_file(file.read_bytes(), file.name)
        report = services.examine_translations(task.actor, incoming)
        report = add_notes(queries.get_course(report.slug), report)
    if as_translated:
        report = count_as_translated(report)
    is_refused = not (report.is_whole or take_rest)
    if not (is_dry_run or is_refused):
        with operation(email=email) as task:
            report = services.keep_translations(
                task.actor, task.now, incoming, report,
                take_rest=take_rest, as_translated=as_translated,
            )  # fmt: skip
    if is_json:
        print_json({**report.as_json(), "dry_run": is_dry_run})
    else:
        lines = [*map(str, report.problems), *_list_notes(report), _describe(report, is_dry_run)]
        click.echo("\n".join(lines))
    if is_refused:
        count = len(report.problems)
        click.echo(f"{count} {'problem' if count == 1 else 'problems'}: refused.", err=True)
        sys.exit(1)


def _list_notes(report: "Report") -> list[str]:
    return [
        f"{report.file}:{unit.line} ({unit.key.context}): to look at again: {note}"
        for unit in report.noted
        for note in unit.notes
    ]


def _describe(report: "Report", is_dry_run: bool) -> str:
    numbers = (
        f"{report.slug}, {report.language}: {report.changed} changed, "
        f"{report.drafts} of them still drafts, {len(report.noted)} to look at again, "
        f"{report.unchanged} unchanged, {report.counts['refused']} refused, "
        f"{report.unknown} of them of no text in the draft"
    )
    if report.is_saved:
        return f"{numbers}."
    return f"{numbers} ({'dry run: ' if is_dry_run else ''}nothing was saved)."

"""The commands on translations of courses: status, export, import.

What they do is in `lms.content`.
"""

from pathlib import Path

import click

from lms.admin.course_commands import listing_problems
from lms.admin.running import as_option, operation, print_json

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
@click.option("--format", "form", default="po", show_default=True, help="po")
@as_option
def export(slug: str, file: Path, language: str, form: str, email: str | None) -> None:
    """Write a language's translations, with every text of the draft, for a translator."""
    from lms.content.services import export_translations  # noqa: PLC0415

    with operation(email=email, is_write=False) as task:
        content = export_translations(task.actor, slug, language, form)
    file.write_bytes(content)
    click.echo(f"{file}: {len(content)} bytes")


@translations.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Check and count; change nothing.")
@as_option
@as_json
def import_(file: Path, is_dry_run: bool, email: str | None, is_json: bool) -> None:
    """Take a translator's file in; its header says which course and language."""
    from lms.content.services import import_translations  # noqa: PLC0415

    content = file.read_bytes()
    with operation(email=email, is_write=not is_dry_run) as task, listing_problems(is_json):
        done = import_translations(task.actor, task.now, content, file.name, is_dry_run=is_dry_run)
    if is_json:
        print_json(
            {
                "slug": done.slug, "language": done.language, "changed": done.changed,
                "unchanged": done.unchanged, "unknown": done.unknown, "dry_run": is_dry_run,
            }
        )  # fmt: skip
        return
    click.echo(
        f"{done.slug}, {done.language}: {done.changed} changed, {done.unchanged} unchanged, "
        f"{done.unknown} of no text in the draft{' (nothing was saved)' if is_dry_run else ''}."
    )

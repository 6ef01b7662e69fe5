"""The commands on courses: check, import, publish, export, diff.

What they do is in `lms.content`; `check` and `diff` of paths need no database and stay quick.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from lms.admin.link_report import try_links
from lms.admin.running import as_option, operation, print_json
from lms.content.package import PackageRefused, read_package
from lms.questions.cases import CASE_FILE

if TYPE_CHECKING:
    from lms.content.problems import Problem
    from lms.content.reader import Files
    from lms.content.services import Publication

as_json = click.option("--json", "is_json", is_flag=True, help="Print one JSON object.")


@click.group()
def course() -> None:
    """Check, import, publish and export courses."""


@course.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--links",
    "tries_links",
    is_flag=True,
    help="Try the links to other sites too; one that leads nowhere is a problem.",
)
@as_json
def check(path: Path, tries_links: bool, is_json: bool) -> None:
    """Check a course's folder or zip and list every problem with file, line and advice."""
    from lms.content.validator import check_course  # noqa: PLC0415 - `--help` stays quick

    folder, files = _read(path, is_json)
    report = check_course(files, folder)
    if report.problems:
        _refuse(report.problems, is_json)
    head = report.course.head
    languages = sorted(report.course.catalogues)
    links = try_links(report.course) if tries_links else []
    dead = [link for link in links if link.is_dead]
    if is_json:
        more = {"links": [asdict(link) for link in links]} if tries_links else {}
        print_json({"valid": True, "id": head.id, "languages": languages, "problems": [], **more})
        sys.exit(1 if dead else 0)
    click.echo(
        f"{head.id}: no problems. {len(head.modules)} modules, {len(report.course.pages)} pages, "
        f"{sum(each.type != CASE_FILE for _, _, each in report.course.questions())} questions, "
        f"translations: {', '.join(languages) or 'none'}."
    )
    for link in links:
        click.echo(f"{link.file}:{link.line}: {link.address}: {link.said}")
    if dead:
        raise click.ClickException(f"links to other sites that lead nowhere: {len(dead)}.")


@course.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--message", default="", help="What this revision is about.")
@as_option
@as_json
def import_(path: Path, message: str, email: str | None, is_json: bool) -> None:
    """Import a course's folder or zip: a new course, or the next revision of one."""
    from lms.content import services  # noqa: PLC0415 - `--help` stays quick

    folder, files = _read(path, is_json)
    # Validated and stored by hash before the transaction that others would wait for.
    with operation(is_write=False), listing_problems(is_json):
        prepared = services.prepare_import(files, folder)
    with operation(email=email) as task:
        done = services.import_prepared(task.actor, task.now, prepared, message)
    if is_json:
        print_json(
            {
                "slug": done.slug, "revision": done.revision_number,
                "is_new_course": done.is_new_course, "is_unchanged": done.is_unchanged,
            }
        )  # fmt: skip
    elif done.is_unchanged:
        click.echo(f"{done.slug}: nothing changed since revision {done.revision_number}.")
    else:
        click.echo(f"{done.slug}: imported as revision {done.revision_number}; not yet published.")


@course.command()
@click.argument("slug")
@click.option(
    "--declare-meaning-unchanged",
    "is_declared",
    is_flag=True,
    help="Declare that changed source texts mean what they meant: an edition, not a version.",
)
@click.option(
    "--confirmed-by",
    metavar="EMAIL",
    help="The second person who confirms it, needed for texts of questions.",
)
@click.option(
    "--offer",
    "offered",
    multiple=True,
    metavar="LANGUAGE",
    help="Offer this language though its translation is incomplete.",
)
@click.option(
    "--leave-out",
    "left_out",
    multiple=True,
    metavar="LANGUAGE",
    help="Do not offer a new version in this language while it is incomplete, though the last was.",
)
@click.option(
    "--notes",
    default="",
    metavar="TEXT|@FILE",
    callback=lambda _context, _option, value: _read_notes(value),
    help="Release notes in the course's language, or @ and the name of a file that has them.",
)
@as_option
@as_json
def publish(
    slug: str,
    is_declared: bool,
    confirmed_by: str | None,
    offered: tuple[str, ...],
    left_out: tuple[str, ...],
    notes: str,
    email: str | None,
    is_json: bool,
) -> None:
    """Publish a course's draft: a version, an edition, or nothing, as the change needs."""
    from lms.accounts.queries import get_actor_by_email  # noqa: PLC0415 - `--help` stays quick
    from lms.content import services  # noqa: PLC0415 - `--help` stays quick

    # What is slow is compiled before the transaction that others would wait for.
    with operation(email=email, is_write=False) as task, listing_problems(is_json):
        plan = services.plan_publication(
            task.actor,
            slug,
            is_declared_unchanged=is_declared,
            confirmed_by=get_actor_by_email(confirmed_by, task.now) if confirmed_by else None,
            offered=offered,
            left_out=left_out,
        )
    with operation(email=email) as task:
        made = services.publish(task.actor, task.now, plan, notes)
    if is_json:
        print_json(_as_json(made))
    else:
        click.echo("\n".join(_describe(made)))


def _read_notes(value: str) -> str:
    """Return the notes themselves; raise `BadParameter` for what is no text or too long."""
    from lms.content.rules import LONGEST_NOTES  # noqa: PLC0415 - `--help` stays quick

    notes = value
    if value.startswith("@"):
        try:
            notes = Path(value[1:]).read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise click.BadParameter(f"{value[1:]} cannot be read as text: {error}.") from error
    notes = notes.strip()
    if len(notes) > LONGEST_NOTES:
        raise click.BadParameter(f"they have {len(notes)} characters, at most {LONGEST_NOTES}.")
    return notes


def _as_json(made: "Publication") -> dict[str, object]:
    return {
        "made": made.made,
        "slug": made.slug,
        "version": made.version_number,
        "reasons": [str(reason) for reason in made.reasons],
        "editions": [
            {
                "version": edition.version_number,
                "language": edition.language,
                "edition": edition.number,
                "missing": edition.missing,
            }
            for edition in made.editions
        ],
        "incomplete": {gap.language: gap.missing for gap in made.incomplete},
    }


def _describe(made: "Publication") -> list[str]:
    """Return what was made, line by line."""
    if made.made == "nothing":
        return [f"{made.slug}: nothing changed; version {made.version_number} stands."]
    reasons = " ".join(map(str, made.reasons))
    what = f"version {made.version_number}" if made.made == "version" else "a new edition"
    lines = [f"{made.slug}: published {what}. {reasons}".rstrip()]
    lines += [
        f"  version {edition.version_number}, {edition.language}: edition {edition.number}"
        + (f", {edition.missing} texts are missing or stale" if edition.missing else "")
        for edition in made.editions
    ]
    lines += [
        f"  {gap.language} is not offered: {gap.missing} texts are missing or stale "
        f"(--offer {gap.language} offers it all the same)"
        for gap in made.incomplete
    ]
    return lines


@course.command()
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--draft", "is_draft", is_flag=True, help="The draft instead of what is published.")
@click.option("--version", "number", type=int, help="This version instead of the newest.")
@as_option
def export(slug: str, file: Path, is_draft: bool, number: int | None, email: str | None) -> None:
    """Write a course as a zip; the same tree gives the same bytes."""
    from lms.content.services import export_course  # noqa: PLC0415 - `--help` stays quick

    if is_draft and number is not None:
        raise click.UsageError("--draft and --version exclude each other.")
    with operation(email=email, is_write=False) as task:
        content = export_course(task.actor, slug, is_draft=is_draft, number=number)
    file.write_bytes(content)
    click.echo(f"{file}: {len(content)} bytes")


@course.command()
@click.argument("old")
@click.argument("new")
@as_json
def diff(old: str, new: str, is_json: bool) -> None:
    """Compare two courses: folders, zips, SLUG (the draft) or SLUG@N (a version)."""
    from lms.content.comparison import compare  # noqa: PLC0415 - `--help` stays quick

    found = compare(_files_of(old), _files_of(new))
    if is_json:
        print_json(found.as_json())
    else:
        click.echo("\n".join(found.describe()))


def _files_of(name: str) -> "Files":
    """Return the files of a path or of a course in the database."""
    if Path(name).exists():
        return _read(Path(name), False)[1]
    from io import BytesIO  # noqa: PLC0415 - `--help` stays quick

    from lms.content.package import read_zip  # noqa: PLC0415 - `--help` stays quick
    from lms.content.services import export_course  # noqa: PLC0415 - `--help` stays quick

    slug, _, number = name.partition("@")
    if number and not number.isdecimal():
        raise click.UsageError(f"{name}: write SLUG@N, with N the number of a version.")
    with operation(is_write=False) as task:
        content = export_course(
            task.actor, slug, is_draft=not number, number=int(number) if number else None
        )
    return read_zip(BytesIO(content), name)


def _read(path: Path, is_json: bool) -> "tuple[str, Files]":
    try:
        return read_package(path)
    except PackageRefused as error:
        _refuse(error.problems, is_json)


@contextmanager
def listing_problems(is_json: bool) -> Iterator[None]:
    """List every problem of a course that was refused, instead of the first alone."""
    from lms.content.rules import CourseInvalid  # noqa: PLC0415 - `--help` stays quick

    try:
        yield
    except CourseInvalid as error:
        _refuse(error.problems, is_json)


def _refuse(problems: "Sequence[Problem]", is_json: bool) -> NoReturn:
    """List the problems and end with exit code 1."""
    if is_json:
        print_json({"valid": False, "problems": [problem.as_json() for problem in problems]})
    else:
        for problem in problems:
            click.echo(problem)
    count = len(problems)
    click.echo(f"{count} {'problem' if count == 1 else 'problems'}: refused.", err=True)
    sys.exit(1)

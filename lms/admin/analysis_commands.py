"""The command that analyses scored responses from anywhere.

What it reckons is in `lms.assessment.analysis`; it needs no database.
"""

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from lms.admin.running import print_json

if TYPE_CHECKING:
    from lms.assessment.analysis.reading import TableRefused


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--reference", metavar="GROUP", help="Compare the others with this group, not the largest."
)
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object.")
def analysis(file: Path, reference: str | None, is_json: bool) -> None:
    """Analyse scored responses: reliability, each item, fairness between groups.

    FILE is a table, CSV in UTF-8 or XLSX, with the columns person, group, item and score and a row
    for each response. Scores are points, 0 or more; an item's full points are 1, or the most that
    anybody reached where that is more. Where an item was not asked, its row is left out.
    """
    # Arrays are imported by who reckons with them: `lms --help` stays quick.
    from lms.assessment.analysis.analyse import analyse  # noqa: PLC0415
    from lms.assessment.analysis.reading import TableRefused, read_responses  # noqa: PLC0415
    from lms.assessment.analysis.telling import as_json, describe  # noqa: PLC0415

    try:
        responses = read_responses(file)
    except TableRefused as error:
        _refuse(error, is_json)
    if reference is not None and reference not in responses.groups:
        known = ", ".join(responses.count_groups()) or "none"
        raise click.ClickException(f"{file.name} has no group “{reference}”. It has: {known}.")
    found = analyse(responses, reference)
    if is_json:
        print_json(as_json(found))
    else:
        click.echo("\n".join(describe(found)))


def _refuse(error: "TableRefused", is_json: bool) -> NoReturn:
    """List the problems, and end with the first of them as the one line of the failure."""
    told = [str(problem) for problem in error.problems]
    if is_json:
        print_json({"valid": False, "problems": told, "count": error.count})
    elif len(told) > 1:
        click.echo("\n".join(told))
    more = f" ({error.count} problems)" if error.count > 1 else ""
    raise click.ClickException(f"{told[0]}{more}")

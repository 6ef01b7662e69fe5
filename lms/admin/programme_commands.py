"""The commands on programmes: the allocation of places for a file.

What it reckons is in `lms.programmes.allocation`; it needs no database.
"""

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from lms.admin.running import print_json
from lms.kit.errors import DomainError
from lms.kit.i18n import LANGUAGES

if TYPE_CHECKING:
    from lms.programmes.allocation.reading import FileRefused, Result


@click.group()
def programmes() -> None:
    """Programmes: allocate places under quotas."""


@programmes.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of the reasons.",
)
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object.")
def allocate(file: Path, language: str, is_json: bool) -> None:
    """Allocate places under quotas: who is in, who waits, who is out, and why.

    FILE is JSON in UTF-8: {places, quotas: [{name, where: {field: value}, min, max}], nominations:
    [{id, score, rank, and fields}], held: [ids placed already]}. A where with several fields counts
    those whose fields are all as it says; a list of values is met by any of them. Rank 1 is best.
    """
    # Arrays and the solver are imported by who reckons with them: `lms --help` stays quick.
    from lms.programmes.allocation.allocate import allocate as reckon  # noqa: PLC0415
    from lms.programmes.allocation.reading import (  # noqa: PLC0415
        FileRefused,
        read_request,
        write_result,
    )

    try:
        request = read_request(file)
        found = reckon(request.places, request.quotas, request.nominees, request.held)
    except FileRefused as error:
        _refuse(error, is_json)
    except DomainError as error:
        raise click.ClickException(f"{file.name}: {error.text.in_language(language)}") from error
    result = write_result(request, found, language)
    if is_json:
        print_json(result)
    else:
        click.echo("\n".join(_describe(result)))


def _describe(result: "Result") -> list[str]:
    """Return a line for each nomination under the name of its list."""
    lines = [f"unmet: {name}" for name in result["unmet"]]
    parts = {"in": result["in"], "waiting": result["waiting"], "out": result["out"]}
    for part, ids in parts.items():
        lines.append(f"{part}: {len(ids)}")
        lines += [f"  {one}: {result['why'][str(one)]}" for one in ids]
    return lines


def _refuse(error: "FileRefused", is_json: bool) -> NoReturn:
    """List the problems, and end with the first of them as the one line of the failure."""
    told = [str(problem) for problem in error.problems]
    if is_json:
        print_json({"valid": False, "problems": told, "count": error.count})
    elif len(told) > 1:
        click.echo("\n".join(told))
    more = f" ({error.count} problems)" if error.count > 1 else ""
    raise click.ClickException(f"{told[0]}{more}")

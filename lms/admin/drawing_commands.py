"""The commands `lms certificates render` and `lms certificates check`: drawing, and looking.

What they do is the certificates room's; here is only how it is called and printed.
"""

import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from lms.admin.running import operation, print_json
from lms.certificates.checking.structure import NotReadable, check
from lms.certificates.drawing.rendering import Emblem, render_certificate
from lms.certificates.queries import certificates as queries
from lms.certificates.queries.designs import get_design
from lms.certificates.rules.codes import grouped, parse_code
from lms.certificates.rules.designs import Design
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.samples import SAMPLES, Around, Sample, sample_facts
from lms.kit import storage
from lms.kit.i18n import LANGUAGES
from lms.organisations import queries as organisations

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.command()
@click.argument("code", required=False)
@click.option("--sample", type=click.Choice(tuple(SAMPLES)), help="Draw one of nobody instead.")
@click.option("--language", type=click.Choice(LANGUAGES), required=True, help="The holder's.")
@click.option("--beside", type=click.Choice(LANGUAGES), help="A second one on the same sheet.")
@click.option(
    "--design", "design_file", type=click.Path(exists=True, dir_okay=False), metavar="FILE",
    help="A design as JSON, in place of the one that it was issued with.",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(dir_okay=False, writable=True), required=True, metavar="FILE",
    help="Where to write the PDF.",
)  # fmt: skip
@json_option
def render(
    code: str | None, sample: Sample | None, language: str, beside: str | None,
    design_file: str | None, output: str, as_json: bool,
) -> None:  # fmt: skip
    """Draw a certificate or a sample as it is drawn when it is issued; unsigned, kept nowhere.

    CODE is that of a certificate in the register; its frozen facts are drawn.
    """
    if (code is None) == (sample is None):
        raise click.UsageError("Give either the code of a certificate or --sample.")
    if beside == language:
        raise click.UsageError("--beside is a language other than --language.")
    with operation(is_write=False) as run:
        facts = (
            sample_facts(sample, language, _around()) if sample else _facts_of(code or "", run.now)
        )
        design = _read_design(design_file) if design_file else get_design(facts.design_hash)
        base_url = run.app.extensions["settings"].base_url
        content = _draw(facts, language, beside or "", design, base_url)
    try:
        Path(output).write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    drawn = {"code": grouped(facts.code), "file": output, "language": language, "beside": beside}
    if as_json:
        print_json(drawn | {"size": len(content)})
    else:
        click.echo(f"{drawn['code']}  {language}{f' {beside}' if beside else ''}  {output}")


def _facts_of(code: str, now: datetime) -> Facts:
    found = queries.find_by_code(parse_code(code), now)
    if found is None:
        raise click.ClickException("There is no certificate with this code.")
    if found.facts.subject == "paper":
        raise click.ClickException("It was issued on paper: there is no file of it.")
    return found.facts


def _draw(facts: Facts, language: str, beside: str, design: Design, base_url: str) -> bytes:
    emblem_hash = facts.emblem_hash
    signatures = [one.picture_hash for one in facts.signatories if one.picture_hash]
    return render_certificate(
        facts,
        language,
        base_url,
        beside=beside,
        emblem=Emblem(storage.get(emblem_hash), emblem_hash) if emblem_hash else None,
        pictures={content_hash: storage.get(content_hash) for content_hash in signatures},
        design=design,
    )


def _around() -> Around:
    issuer = organisations.find_installation()
    return Around(dict.fromkeys(LANGUAGES, issuer.name), issuer.emblem_hash)


def _read_design(file: str) -> Design:
    try:
        return Design.from_json(json.loads(Path(file).read_text("utf-8")))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise click.UsageError(f"{file} is no design: {error}") from error


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@json_option
def check_files(files: tuple[str, ...], as_json: bool) -> None:
    """Say which rules of PDF/A-3a and PDF/UA-1 a PDF breaks, as far as a program can tell.

    Works on any PDF, without a database. The exit code is 1 where one breaks a rule.
    """
    results = [_check(file) for file in files]
    if as_json:
        print_json({"files": results})
    else:
        for result in results:
            _print(result)
    if not all(result["conforms"] for result in results):
        sys.exit(1)


def _check(file: str) -> dict[str, Any]:
    try:
        findings = check(Path(file).read_bytes())
    except NotReadable as error:
        return {"file": file, "conforms": False, "error": str(error), "findings": []}
    found = [asdict(finding) for finding in findings]
    return {"file": file, "conforms": not found, "error": None, "findings": found}


def _print(result: dict[str, Any]) -> None:
    if result["conforms"]:
        click.echo(f"{result['file']}: keeps every rule that is checked")
    elif result["error"]:
        click.echo(f"{result['file']}: {result['error']}")
    for one in result["findings"]:
        click.echo(
            f"{result['file']}: {one['rule']}: {one['found']} ({one['clause']}: {one['asks']})"
        )

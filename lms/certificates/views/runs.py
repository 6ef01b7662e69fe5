"""A run over many people as its administrators see it: how far it is, stop, resume, try again.

What a run does is decided in `services.runs`.
"""

from collections.abc import Sequence
from typing import Any

from lms.accounts import queries as people
from lms.audit import services as audit
from lms.certificates import issuing_policy
from lms.certificates.forms.issuing import ResultsForm
from lms.certificates.queries import runs as queries
from lms.certificates.queries.certificates import get_certificates
from lms.certificates.queries.issuing_rules import chunks
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.issuing import OUTCOMES
from lms.certificates.rules.register import Cell
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.runs import COLUMNS, RESULTS, STATES, ItemRow
from lms.certificates.services import runs
from lms.certificates.views.door import administrator, room
from lms.certificates.views.issuing import address_of
from lms.certificates.views.register import send_table
from lms.kit.actor import Actor
from lms.kit.i18n import N_, Text
from lms.organisations import queries as organisations
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.locale import current_language
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

ONE = "/admin/certificates/runs/<id:run_id>"


@room.get(ONE, policy=administrator, form=ResultsForm)
def show_run(visit: Visit[ResultsForm], run_id: str) -> Answer:
    run, scope = issuing_policy.load_run_for(visit.actor, run_id)
    counts = queries.count_items([run_id])[run_id]
    result = visit.form.result.data if visit.form.result.data in RESULTS else ""
    number = page_number(visit.form.page.data)
    start = (number - 1) * ROWS_PER_PAGE
    items, total = queries.list_page(run_id, str(result), start, ROWS_PER_PAGE)
    wanted = {one.person_id for one in items} | ({run.started_by} if run.started_by else set())
    return render(
        "certificates/pages/show_run.html",
        run=run,
        scope=scope,
        back=address_of(scope),
        counts=counts,
        state=queries.get_state(run, counts),
        page=Page(items, number, total),
        certificates=_list_seen(visit, items),
        whys=_tell_whys(visit.actor, items),
        names=people.get_names(visit.actor, wanted),
        result=result,
        results=RESULTS,
        states=STATES,
    )


def _list_seen(visit: Visit[Any], items: Sequence[ItemRow]) -> dict[str, CertificateRow]:
    """Return the certificates of these people that the reader administers, by their ids."""
    issued = [one.certificate_id for one in items if one.certificate_id]
    there = get_certificates(issued, visit.now).values() if issued else ()
    issuers = {one.issuer_id for one in there}
    paths = {issuer: organisations.get_organisation(issuer).path for issuer in issuers}
    return {
        one.id: one
        for one in there
        if visit.actor.has_role("administrator", path=paths[one.issuer_id])
    }


def _tell_whys(actor: Actor, items: Sequence[ItemRow]) -> dict[int, Text]:
    """Return why there is no certificate, or no file, for those of whom it is kept, by place.

    What a name has that cannot be printed is told to those alone who may see the name.
    """
    hidden = people.get_hidden_names(actor, [one.person_id for one in items])
    return {
        one.position: _why(one, is_hidden=one.person_id in hidden) for one in items if one.error
    }


def _why(item: ItemRow, *, is_hidden: bool) -> Text:
    msgid, values = item.error["msgid"], item.error["params"]
    if is_hidden and item.result == "respell":
        msgid, values = OUTCOMES["respell"], {}
    return Text(msgid, **values)


@room.get(f"{ONE}/results.<any(csv, xlsx):form>", policy=administrator)
def export_run(visit: Visit[None], run_id: str, form: str) -> Answer:
    issuing_policy.load_run_for(visit.actor, run_id)
    items, language = queries.list_items(run_id), current_language()
    names = people.get_names(visit.actor, [one.person_id for one in items])
    issued = [one.certificate_id for one in items if one.certificate_id]
    certificates = {
        key: row
        for some in chunks(issued)
        for key, row in get_certificates(some, visit.now).items()
    }
    audit.note(
        visit.actor, visit.now, "certificates.run_exported", subject_type="issue_run",
        subject_id=run_id, details={"form": form, "rows": len(items)},
    )  # fmt: skip
    whys = _tell_whys(visit.actor, items)
    lines = [
        _line(
            one,
            names.get(one.person_id, ""),
            certificates.get(one.certificate_id or ""),
            whys[one.position].in_language(language) if one.error else "",
        )
        for one in items
    ]
    return send_table(COLUMNS, lines, "issuing-results", form)


def _line(
    item: ItemRow, name: str, certificate: CertificateRow | None, why: str
) -> tuple[Cell, ...]:
    """Return a row of the table, in the order of `COLUMNS`; codes stand for outcomes."""
    return (
        name,
        item.result,
        why,
        certificate.number if certificate else "",
        grouped(certificate.code) if certificate else "",
        "-".join(code for code in (item.language, item.beside) if code),
    )


@room.post(f"{ONE}/stop", policy=administrator)
def stop_run(visit: Visit[None], run_id: str) -> Answer:
    issuing_policy.load_run_for(visit.actor, run_id)
    runs.stop_run(visit.actor, visit.now, run_id)
    notify("success", N_("The run is stopped. What was issued stays issued."))
    return redirect_to("certificates.show_run", run_id=run_id)


@room.post(f"{ONE}/resume", policy=administrator)
def resume_run(visit: Visit[None], run_id: str) -> Answer:
    issuing_policy.load_run_for(visit.actor, run_id)
    runs.resume_run(visit.actor, visit.now, run_id)
    return redirect_to("certificates.show_run", run_id=run_id)


@room.post(f"{ONE}/retry", policy=administrator)
def retry_run(visit: Visit[None], run_id: str) -> Answer:
    issuing_policy.load_run_for(visit.actor, run_id)
    runs.retry_failed(visit.actor, visit.now, run_id)
    return redirect_to("certificates.show_run", run_id=run_id)

"""A run over many people as its administrators see it: how far it is, stop, resume, try again.

What a run does is decided in `services.runs`.
"""

from lms.accounts import queries as people
from lms.certificates import issuing_policy
from lms.certificates.forms.issuing import ResultsForm
from lms.certificates.queries import runs as queries
from lms.certificates.rules.runs import RESULTS, STATES, ItemRow
from lms.certificates.services import runs
from lms.certificates.views.door import administrator, room
from lms.certificates.views.issuing import address_of
from lms.kit.i18n import N_, Text
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
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
    items, total = queries.list_items(run_id, str(result), start, ROWS_PER_PAGE)
    wanted = {one.person_id for one in items} | ({run.started_by} if run.started_by else set())
    return render(
        "certificates/pages/show_run.html",
        run=run,
        scope=scope,
        back=address_of(scope),
        counts=counts,
        state=queries.get_state(run, counts),
        page=Page(items, number, total),
        whys={one.position: _why(one) for one in items if one.error},
        names=people.get_names(visit.actor, wanted),
        result=result,
        results=RESULTS,
        states=STATES,
    )


def _why(item: ItemRow) -> Text:
    msgid, values = item.error["msgid"], item.error["params"]
    return Text(msgid, **values)


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

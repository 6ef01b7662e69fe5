"""When awards end: for administrators and for focal points, as page, table and calendar file.

The awards of whoever is signed in are in `awards`.
"""

from zoneinfo import ZoneInfo

from flask import make_response, request

from lms.audit import services as audit
from lms.kit.i18n import N_, Text
from lms.learning.rules import to_csv
from lms.programmes import expiry_policy
from lms.programmes.queries import expiry_pages
from lms.programmes.queries.expiry import Scope
from lms.programmes.queries.expiry_pages import COLUMNS, PEOPLE, ExpiryPage
from lms.programmes.rules.expiry import BY_NAMES, SPANS, read_wish
from lms.programmes.rules.expiry_calendar import write_expiry
from lms.programmes.rules.unlinkable import FEWEST
from lms.programmes.views.door import room
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import render
from lms.web.room import Answer, Visit

ADMINISTERED = "/admin/programmes/expiry"
DELEGATED = "/nominate/expiry"
FORMS = "<any(csv, ics, people):export>"
TITLE = N_("When awards end")
administrator, focal_point = has_role("administrator"), has_role("focal_point")


@room.get(ADMINISTERED, policy=administrator)
def show_expiry(visit: Visit[None]) -> Answer:
    scope = expiry_policy.load_administered_for(visit.actor)
    return _show(visit, scope, "programmes.show_expiry", "programmes.export_expiry", "admin")


@room.get(f"{ADMINISTERED}/{FORMS}", policy=administrator)
def export_expiry(visit: Visit[None], export: str) -> Answer:
    return _export(visit, expiry_policy.load_administered_for(visit.actor), export)


@room.get(DELEGATED, policy=focal_point)
def show_own_expiry(visit: Visit[None]) -> Answer:
    scope = expiry_policy.load_delegated_for(visit.actor)
    here = ("programmes.show_own_expiry", "programmes.export_own_expiry", "nominate")
    return _show(visit, scope, *here)


@room.get(f"{DELEGATED}/{FORMS}", policy=focal_point)
def export_own_expiry(visit: Visit[None], export: str) -> Answer:
    return _export(visit, expiry_policy.load_delegated_for(visit.actor), export)


def _read(visit: Visit[None], scope: Scope) -> ExpiryPage:
    today = visit.now.astimezone(ZoneInfo(visit.actor.time_zone)).date()
    return expiry_pages.get_page(scope, read_wish(request.args, today), current_language())


def _show(visit: Visit[None], scope: Scope, here: str, export: str, section: str) -> str:
    page = _read(visit, scope)
    number = page_number(request.args.get("page"))
    some = page.own[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
    holders = expiry_pages.list_holders(visit.actor, some)
    return render(
        "programmes/show_expiry.html",
        page=page,
        people=Page(holders, number, len(page.own)),
        section=section,
        here=here,
        export=export,
        by_names=BY_NAMES,
        spans=SPANS,
        few=expiry_pages.FEW,
        fewest=FEWEST,
    )


def _export(visit: Visit[None], scope: Scope, export: str) -> Answer:
    page, language = _read(visit, scope), current_language()
    name = f"expiry.{export}"
    details = {"first": f"{page.wish.first:%Y-%m}", "months": page.wish.months, "form": export}
    audit.note(
        visit.actor,
        visit.now,
        "expiry.exported",
        subject_type="organisation",
        subject_id=str(visit.actor.organisation_id),
        details=details,
    )
    if export == "people":
        holders = expiry_pages.list_holders(visit.actor, page.own)
        answer = make_response(to_csv(PEOPLE, expiry_pages.to_people(page, holders)))
        name = "expiry-people.csv"
    elif export == "csv":
        answer = make_response(to_csv(COLUMNS, expiry_pages.to_rows(page, language)))
    else:
        entries = expiry_pages.to_entries(page, language)
        title = Text(TITLE).in_language(language)
        answer = make_response(
            write_expiry(entries, language=language, name=title, now=visit.now)
        )  # fmt: skip
    kind = "calendar" if export == "ics" else "csv"
    answer.headers["Content-Type"] = f"text/{kind}; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

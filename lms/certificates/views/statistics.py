"""Figures of the register, as tables, a chart of the months, and a table to keep.

What of them may be told is decided in `rules.statistics`.
"""

from datetime import date
from typing import Any

from flask import request

from lms.certificates.queries import statistics as queries
from lms.certificates.queries.statistics import NO_LANGUAGE
from lms.certificates.rules import KINDS
from lms.certificates.rules.register import SUBJECTS, Wish
from lms.certificates.rules.statistics import BY_NAMES, COLUMNS, Line, longest, to_lines, to_table
from lms.certificates.rules.verification import STATUS_NAMES
from lms.certificates.views.door import administrator, room
from lms.certificates.views.register import send_table
from lms.kit.i18n import LANGUAGES, N_, NATIVE_NAMES, Text, direction
from lms.programmes.queries.expiry_pages import name_month
from lms.programmes.rules.expiry import OTHERS
from lms.programmes.rules.survey_results import draw_bars
from lms.programmes.rules.unlinkable import FEWEST
from lms.web.locale import current_language
from lms.web.render import render
from lms.web.room import Answer, Visit

PAGE = "/admin/certificates/statistics"
TOGETHER = N_("Smaller groups together")
LARGER_TOGETHER = N_("%(group)s and smaller groups together")


@room.get(PAGE, policy=administrator)
def show_statistics(visit: Visit[None]) -> Answer:
    wish = Wish.of(request.args)
    tables, names, total = _read(visit, wish)
    months = [line for line in tables["month"] if line.count]
    counts = [float(line.count or 0) for line in months]
    return render(
        "certificates/pages/show_statistics.html",
        wish=wish,
        tables=tables,
        names=names,
        total=total,
        months=months,
        bars=draw_bars(counts, direction(current_language()), 0, longest(months)),
        by_names=BY_NAMES,
        fewest=FEWEST,
    )


@room.get(f"{PAGE}.<any(csv, xlsx):form>", policy=administrator)
def export_statistics(visit: Visit[None], form: str) -> Answer:
    tables, names, _total = _read(visit, Wish.of(request.args))
    said = queries.get_newest_facts([line.group for line in tables["subject"]])
    codes = {subject_id: facts.subject_code for subject_id, facts in said.items()}
    table = to_table(tables, names, codes)
    return send_table(COLUMNS, table, "certificate-statistics", form)


def _read(visit: Visit[Any], wish: Wish) -> tuple[dict[str, list[Line]], dict[str, str], int]:
    counts = queries.count_register(visit.actor, visit.now, wish)
    tables = {
        by: to_lines(groups, (lambda group: group) if by == "month" else None)
        for by, groups in counts.items()
    }
    names = _name_groups(tables, current_language())
    return tables, names, sum(counts["kind"].values())


def _name_groups(tables: dict[str, list[Line]], language: str) -> dict[str, str]:
    """Return the names of all groups in the reader's language, by division and group."""
    told = {by: [line.larger or line.group for line in lines] for by, lines in tables.items()}
    named: dict[str, dict[str, str]] = {
        "month": {
            one: name_month(date.fromisoformat(f"{one}-01"), language)
            for one in told["month"]
            if one != OTHERS
        },
        "subject": {"paper": _say(SUBJECTS["paper"], language)}
        | {
            subject_id: facts.title_in(language)
            for subject_id, facts in queries.get_newest_facts(told["subject"]).items()
        },
        "kind": {kind: _say(words, language) for kind, words in KINDS.items()},
        "language": {code: NATIVE_NAMES[code] for code in LANGUAGES}
        | {NO_LANGUAGE: _say(N_("Not known"), language)},
        "status": {status: _say(words, language) for status, words in STATUS_NAMES.items()},
    }
    rest = {f"{by}:{OTHERS}": _name_rest(tables[by], named[by], language) for by in BY_NAMES}
    return rest | {
        f"{by}:{group}": name for by, names in named.items() for group, name in names.items()
    }


def _name_rest(lines: list[Line], names: dict[str, str], language: str) -> str:
    """Return what is told together: smaller groups, and a larger one that hides how few they are.

    Where that is all there is, its name says more than that there are others.
    """
    larger = next((line.larger for line in lines if line.larger), "")
    if not larger:
        return _say(TOGETHER, language)
    return Text(LARGER_TOGETHER, group=names.get(larger, larger)).in_language(language)


def _say(words: str, language: str) -> str:
    return Text(words).in_language(language)

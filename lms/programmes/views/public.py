"""What everybody may read: the programmes, and each programme's own page."""

from lms.programmes import policy
from lms.programmes.queries import pages, teams
from lms.programmes.rules.cohorts import STATUS_NAMES
from lms.programmes.views.door import room
from lms.web.locale import current_language
from lms.web.policies import public
from lms.web.render import render
from lms.web.room import Answer, Visit


@room.get("/programmes", policy=public)
def list_programmes(visit: Visit[None]) -> Answer:
    person_id = visit.actor.person_id
    return render(
        "programmes/list_programmes.html",
        shelves=pages.list_shelves(current_language(), visit.now),
        status_names=STATUS_NAMES,
        has_desk=person_id is not None and bool(teams.list_desk_ids(person_id)),
    )


@room.get("/programmes/<slug:slug>", policy=public)
def show_programme(visit: Visit[None], slug: str) -> Answer:
    programme = policy.load_published_programme(slug)
    page = pages.get_programme_page(programme, current_language(), visit.now)
    return render("programmes/show_programme.html", page=page, status_names=STATUS_NAMES)

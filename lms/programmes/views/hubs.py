"""The public page of a hub or platform.

Its members are administered in `lms.organisations.views`.
"""

from lms.programmes.queries import hubs
from lms.programmes.rules.cohorts import STATUS_NAMES
from lms.programmes.views.door import room
from lms.web.locale import current_language
from lms.web.policies import public
from lms.web.render import render
from lms.web.room import Answer, Visit


@room.get("/programmes/hubs/<id:hub_id>", policy=public)
def show_hub(visit: Visit[None], hub_id: str) -> Answer:
    page = hubs.get_hub(hub_id, current_language(), visit.now)
    return render("programmes/show_hub.html", page=page, status_names=STATUS_NAMES)

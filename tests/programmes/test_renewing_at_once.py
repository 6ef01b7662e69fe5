"""Two at once: an award is begun to be renewed once, and renewed once."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from lms.kit.clock import clock
from lms.kit.db import db, writing
from lms.learning import queries as learning
from lms.programmes.models import Renewal
from lms.programmes.queries import curricula
from lms.programmes.services import renewals
from tests import cast
from tests.conftest import Browser
from tests.learning import courses
from tests.programmes.renewing import PAGE, add_held, add_renewable, complete_again

EACH = 4


def test_one_award_comes_of_many_clicks_and_many_jobs(app, hub):
    award = add_held(add_renewable(hub))
    address = f"{PAGE}/{award.id}/renewal"
    browsers = [Browser(app, "amina") for _ in range(EACH)]
    db.session.remove()
    with ThreadPoolExecutor(EACH) as all_at_once:
        codes = list(all_at_once.map(lambda one: one.post(address).status_code, browsers))
    assert codes == [303] * EACH
    assert db.session.scalar(select(func.count()).select_from(Renewal)) == 1
    course = courses.queries.get_course(courses.SLUG)
    assert len(learning.list_enrolments(cast.id_of("amina"), course.id)) == 1
    complete_again()
    db.session.remove()

    def evaluate(_number: int) -> None:
        with app.app_context(), writing():
            renewals.evaluate(clock.now(), award.id)

    with ThreadPoolExecutor(EACH) as all_at_once:
        list(all_at_once.map(evaluate, range(EACH)))
    db.session.rollback()
    assert [row.renews_id for row in curricula.list_awards(cast.id_of("amina"))] == [award.id, None]

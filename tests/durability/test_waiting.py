"""Places given back and taken by many clients at once: each is taken exactly once.

Without worker processes (`-n 0`) the counts are printed.
"""

from collections import Counter

import pytest
from sqlalchemy import func, select

from lms.kit.db import read
from lms.programmes.models import Participation
from tests import cast
from tests.durability.waiting import CLIENTS, count_given, let_loose, prepare

PLACES = 60


@pytest.mark.parametrize(("nominees", "acts"), [(560, 600)])
def test_every_place_is_taken_exactly_once(app, capsys, nominees, acts):
    cohort, given = prepare(PLACES, nominees)
    run = let_loose(app, cohort, cast.NOW, acts)
    assert run.faults == []
    assert acts <= run.count < acts + CLIENTS
    women = {one.id for one in given.nominees if one.fields["sex"] == "female"}
    taken, ids, is_more = count_given(cohort.id, cast.NOW)
    assert taken <= PLACES
    assert len(women & set(ids)) <= 30
    # Nothing lies idle that somebody who waits could have.
    assert not is_more
    # Offered once each, and as often as a place fell free.
    assert [one for one, count in Counter(run.offered).items() if count > 1] == []
    offers = read(select(func.count()).where(Participation.cohort_id == cohort.id)).scalar_one()
    assert offers == PLACES + len(run.offered)
    assert taken == offers - run.acts["withdraw"]
    with capsys.disabled():
        print(
            f"\n{CLIENTS} clients, {run.acts['accept']} acceptances, {run.acts['withdraw']} "
            f"withdrawals in {run.seconds:.1f} s: {run.advances} advances offered "
            f"{len(run.offered)} places, {taken} of {PLACES} are taken, none twice "
            f"({app.extensions['settings'].database_url.partition(':')[0]})"
        )

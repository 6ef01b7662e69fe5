"""Killing the workers in the middle of a run issues nobody twice and forgets nobody.

Without worker processes of the tests (`-n 0`) the counts are printed.
"""

from lms.certificates.rules.runs import Counts
from tests.durability.issuing import Workers, furnish, give_back, look, wait_until

PEOPLE = 60


def test_a_run_killed_twice_issues_each_once_and_forgets_nobody(app, capsys):
    run_id = furnish(PEOPLE)
    workers = Workers(app, 2)
    seen = []
    try:
        for done in (PEOPLE // 5, PEOPLE // 2):
            workers.start()
            seen.append(wait_until(run_id, done))
            workers.kill()
            give_back()
        workers.start()
        wait_until(run_id, PEOPLE)
    finally:
        workers.kill()
    found = look(run_id)
    assert all(0 < counts.files < PEOPLE for counts in seen)
    assert found.counts == Counts(issued=PEOPLE, files=PEOPLE)
    assert len(found.people) == PEOPLE
    assert set(found.people.values()) == {1}
    assert found.numbers == list(range(1, PEOPLE + 1))
    assert found.files == PEOPLE
    with capsys.disabled():
        print(
            f"\n{PEOPLE} people, 2 workers killed twice, at {seen[0].files} and {seen[1].files} "
            f"files: {len(found.numbers)} certificates with numbers 1 to {found.numbers[-1]}, "
            f"{found.files} files, nobody twice, nobody forgotten "
            f"({app.extensions['settings'].database_url.partition(':')[0]})"
        )

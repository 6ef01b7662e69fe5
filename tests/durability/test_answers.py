"""Killing the server in the middle of an exam loses no acknowledged answer and doubles none.

Without worker processes (`-n 0`) the counts are printed.
"""

from lms.kit.db import db
from tests.durability.sitting import Candidate, Server, check, invite, seat, sit_under_fire

FEW = ("amina", "hadi", "bruno", "chen")
MANY = 200


def sit(app, names: list[str], answers: int, between: int) -> tuple[list[Candidate], int]:
    """Seat people, kill the server under them again and again, and return how often that was."""
    db.session.remove()
    server = Server(app)
    try:
        candidates = [seat(app, name, server.port, answers) for name in names]
        kills = sit_under_fire(server, candidates, between)
    finally:
        server.kill()
    assert [candidate.fault for candidate in candidates if candidate.fault] == []
    return candidates, kills


def test_no_acknowledged_answer_is_lost_and_none_is_doubled(app):
    candidates, kills = sit(app, list(FEW), answers=30, between=16)
    assert kills >= 4
    assert [check(candidate) for candidate in candidates] == [30] * len(FEW)


def test_a_sitting_of_two_hundred_outlives_a_killed_server(app, capsys):
    candidates, kills = sit(app, invite(MANY), answers=6, between=200)
    assert kills >= 4
    stored = sum(check(candidate) for candidate in candidates)
    sends = sum(candidate.sends for candidate in candidates)
    acknowledged = sum(len(candidate.saved) for candidate in candidates)
    assert stored == acknowledged == MANY * 6
    with capsys.disabled():
        print(
            f"\n{MANY} candidates, {sends} sends, {kills} kills: "
            f"{acknowledged} answers acknowledged, {stored} stored, none lost, none twice "
            f"({app.extensions['settings'].database_url.partition(':')[0]})"
        )

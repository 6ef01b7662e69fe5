"""Who is protected is named to nobody who need not know, by whatever address, file or mail.

Hadi has taken part in everything. A route with an argument that has no value in `Site.values`
fails the test; a room that is added lets him take part by a function in `protected.PARTS`.
"""

import re
from itertools import product

import pytest
from sqlalchemy import select

from lms.kit.db import db
from lms.notifications.models import Message
from tests import cast
from tests.accounts.protected import SECOND, Everywhere
from tests.conftest import Browser
from tests.walking import told, unpacked

WHO = re.compile(r"Hadi(?:\s|&nbsp;)+Fall|hadi@example\.org|hadi%40example", re.IGNORECASE)
# Another trainee, who teaches and marks him, who translates beside him, the focal point of his own
# State, somebody of another State, who administers there, the administrator of the hub that trained
# and certified him, and a stranger.
OTHERS = ("amina", "bruno", "chen", "dalia", "farid", "gita", "ines", None)
# Where he reads mail himself, once his second account is merged into the first.
OWN = (cast.email_of("hadi"), cast.email_of(SECOND))
ACCEPTS = ("text/html", "application/json")


@pytest.fixture
def site(sqlite_app) -> Everywhere:
    return Everywhere(sqlite_app)


def seek(browser: Browser, addresses) -> list[str]:
    """Return where Hadi is named, of all addresses; a page that breaks tells nothing of itself."""
    found = []
    for address, accept in product(addresses, ACCEPTS):
        answer = browser.get(address, headers={"Accept": accept})
        assert answer.status_code < 500, f"{address} ({accept})"
        said = WHO.search(told(answer))
        if said is not None:
            found.append(f"{address} ({accept}): {said[0]}")
    return found


def test_no_address_names_a_protected_person(site):
    every = list(site.addresses(most=3))
    assert len(every) > 200
    named = {name: seek(Browser(site.app, name), every) for name in OTHERS}
    assert {name: found for name, found in named.items() if found} == {}
    # The walk reads what it must: he himself, and who administers him, are told.
    assert seek(site.hadi, ["/account"]) != []
    # The hub's administrator may correct what it certified, without a name that names him.
    correct = f"/admin/certificates/{site.hadis['certificate_id'][0]}/correct"
    assert "Issue the corrected certificate" in Browser(site.app, "ines").get(correct).text
    person = f"/admin/people/{cast.id_of('hadi')}"
    assert seek(Browser(site.app, "emre"), [person]) != []


def test_no_mail_to_others_names_a_protected_person(site):
    folder = site.app.extensions["settings"].data_dir / "mail"
    site.run_jobs()
    db.session.remove()
    told_of = [
        (row.kind, row.email)
        for row in db.session.execute(select(Message)).scalars()
        if row.email not in OWN and WHO.search(str(row.context))
    ]
    assert told_of == []
    written = [unpacked(path.read_bytes()) for path in folder.glob("*.eml")]
    to_others = [mail for mail in written if not any(f"To: {own}" in mail for own in OWN)]
    assert to_others
    assert [mail for mail in to_others if WHO.search(mail)] == []

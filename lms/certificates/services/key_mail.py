"""What administrators are told of keys that end: ninety, thirty and seven days before, once each.

When that is due is said in `rules.keys`.
"""

from datetime import datetime

from lms.accounts import queries as people
from lms.certificates.queries import keys as queries
from lms.certificates.rules.keys import Ending, warning_due
from lms.certificates.services.telling import notify
from lms.kit.i18n import formats
from lms.organisations import queries as organisations

KIND = "certificates.key_ending"


def remind_of_keys(now: datetime) -> None:
    """Write to the administrators of the whole installation what ends; a second time is nothing."""
    root_id = organisations.find_installation().id
    endings = queries.list_endings(now)
    if root_id is None or not endings:
        return
    path = organisations.get_organisation(root_id).path
    for person_id in people.list_role_holders("administrator", path, now):
        for ending in endings:
            _remind(now, ending, person_id)


def _remind(now: datetime, ending: Ending, person_id: str) -> None:
    language, _email = people.get_language_and_email(person_id)
    key = f"{ending.id}:{warning_due(ending)}:{person_id}"
    context = {
        "what": ending.what,
        "day": formats(language).date(ending.not_after.date()),
        "has_ended": ending.has_ended,
    }
    notify(now, KIND, key, person_id, context)

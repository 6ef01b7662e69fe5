"""Reads of the accounts room, by what is asked for: sessions, names, people, invitations.

Each is imported from here; the files only keep them apart.
"""

from lms.accounts.queries.names import (
    find_confirmed_name,
    get_confirmed_name,
    get_name,
    get_names,
    list_own_names,
)
from lms.accounts.queries.people import (
    PersonRow,
    find_person,
    find_person_by_email,
    get_language_and_email,
    list_role_holders,
)
from lms.accounts.queries.sessions import (
    SessionRow,
    find_actor,
    find_password,
    find_session_actor,
    list_missing_documents,
    list_sessions,
)

__all__ = [
    "PersonRow",
    "SessionRow",
    "find_actor",
    "find_confirmed_name",
    "find_password",
    "find_person",
    "find_person_by_email",
    "find_session_actor",
    "get_confirmed_name",
    "get_language_and_email",
    "get_name",
    "get_names",
    "list_missing_documents",
    "list_own_names",
    "list_role_holders",
    "list_sessions",
]

"""Reads of the accounts room, by what is asked for: sessions, names, people, invitations.

Each is imported from here; the files only keep them apart.
"""

from lms.accounts.queries.invitations import (
    InvitationRow,
    count_invitations,
    find_invitation,
    find_invitation_by_token,
    find_waiting_invitation,
    list_invitations,
    list_known_emails,
)
from lms.accounts.queries.listing import (
    ListedPerson,
    Wanted,
    list_people,
)
from lms.accounts.queries.names import (
    find_confirmed_name,
    get_confirmed_name,
    get_name,
    get_names,
    list_own_names,
)
from lms.accounts.queries.people import (
    PersonRow,
    TokenRow,
    count_demo_people,
    count_other_people,
    count_root_administrators,
    find_mailed_token,
    find_person,
    find_person_by_email,
    get_language_and_email,
    list_role_holders,
)
from lms.accounts.queries.places import (
    GrantRow,
    PlaceRow,
    find_grant_id,
    find_place,
    get_place,
    has_root_administrator_grant,
    list_grants,
    list_places,
)
from lms.accounts.queries.sessions import (
    SessionRow,
    find_actor,
    find_password,
    find_password_by_id,
    find_session_actor,
    get_actor_by_email,
    list_consents,
    list_missing_documents,
    list_sessions,
)

__all__ = [
    "GrantRow",
    "InvitationRow",
    "ListedPerson",
    "PersonRow",
    "PlaceRow",
    "SessionRow",
    "TokenRow",
    "Wanted",
    "count_demo_people",
    "count_invitations",
    "count_other_people",
    "count_root_administrators",
    "find_actor",
    "find_confirmed_name",
    "find_grant_id",
    "find_invitation",
    "find_invitation_by_token",
    "find_mailed_token",
    "find_password",
    "find_password_by_id",
    "find_person",
    "find_person_by_email",
    "find_place",
    "find_session_actor",
    "find_waiting_invitation",
    "get_actor_by_email",
    "get_confirmed_name",
    "get_language_and_email",
    "get_name",
    "get_names",
    "get_place",
    "has_root_administrator_grant",
    "list_consents",
    "list_grants",
    "list_invitations",
    "list_known_emails",
    "list_missing_documents",
    "list_own_names",
    "list_people",
    "list_places",
    "list_role_holders",
    "list_sessions",
]

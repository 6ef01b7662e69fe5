"""What can be done with people, by use case: people, roles, sign-in, invitations.

Each is imported from here; the files only keep them apart.
"""

from lms.accounts.services.imports import (
    begin_import,
    discard_import,
    import_one,
    retry_import,
    save_choices,
    save_reading,
    start_import,
    undo_import,
    undo_one,
)
from lms.accounts.services.invitations import (
    accept_invitation,
    invite,
    invite_all,
    resend_invitation,
    withdraw_invitation,
)
from lms.accounts.services.people import (
    change_preferences,
    confirm_name,
    create_person,
    deactivate_person,
    protect_person,
    reactivate_person,
    record_consent,
    remove_name,
    save_name,
)
from lms.accounts.services.roles import grant_role, revoke_role
from lms.accounts.services.sign_in import (
    begin_web_session,
    change_email,
    change_password,
    end_other_sessions,
    end_session,
    note_session_use,
    record_failed_sign_in,
    request_email_change,
    request_password_reset,
    reset_password,
    sign_in,
    sign_out,
)

__all__ = [
    "accept_invitation",
    "begin_import",
    "begin_web_session",
    "change_email",
    "change_password",
    "change_preferences",
    "confirm_name",
    "create_person",
    "deactivate_person",
    "discard_import",
    "end_other_sessions",
    "end_session",
    "grant_role",
    "import_one",
    "invite",
    "invite_all",
    "note_session_use",
    "protect_person",
    "reactivate_person",
    "record_consent",
    "record_failed_sign_in",
    "remove_name",
    "request_email_change",
    "request_password_reset",
    "resend_invitation",
    "reset_password",
    "retry_import",
    "revoke_role",
    "save_choices",
    "save_name",
    "save_reading",
    "sign_in",
    "sign_out",
    "start_import",
    "undo_import",
    "undo_one",
    "withdraw_invitation",
]

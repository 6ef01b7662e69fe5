"""One's own account: names, address, password, preferences, sessions, personal data.

Nobody else's account is reached from here.
"""

from dataclasses import dataclass

from lms.accounts import queries, services, throttle
from lms.accounts.forms import ChangeEmailForm, ChangePasswordForm, NameForm, PreferencesForm
from lms.accounts.passwords import hash_password, verify_password
from lms.accounts.policy import load_mailed_token
from lms.accounts.queries.printing import find_complaint
from lms.accounts.rules import DOCUMENTS, ROLE_NAMES, SCRIPT_NAMES, Name, WrongPassword
from lms.accounts.spelling import find_fault
from lms.accounts.views.door import room
from lms.accounts.views.sign_in import machine
from lms.kit.db import reading
from lms.kit.errors import NotVisible
from lms.kit.i18n import N_
from lms.notifications.queries import find_bad_address
from lms.web.actor import current_actor, current_token
from lms.web.forms import complain_at
from lms.web.locale import choose_language
from lms.web.policies import public, signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit


@dataclass(frozen=True, slots=True)
class Check:
    """Whether the present password was right, and the new one's hash where one is set."""

    is_right: bool
    is_throttled: bool = False
    new_hash: str = ""

    @property
    def problem(self) -> str | None:
        """Return what to say where nothing is changed."""
        if self.is_throttled:
            return throttle.TooManyTries.message
        return None if self.is_right else WrongPassword.message


def check_present_password(form: ChangePasswordForm | ChangeEmailForm) -> Check:
    """Compare the present password, and hash the new one, before any transaction."""
    with reading():
        person_id = current_actor().person_id
        password_hash = queries.find_password_by_id(person_id) if person_id else None
    key = f"person {person_id}"
    if not throttle.may_try_sign_in(key, machine()):
        return Check(is_right=False, is_throttled=True)
    if not verify_password(password_hash, str(form.current.data)):
        throttle.count_failed_sign_in(key, machine())
        return Check(is_right=False)
    is_new = isinstance(form, ChangePasswordForm)
    return Check(
        is_right=True, new_hash=hash_password(str(form["password"].data)) if is_new else ""
    )


@room.get("/account", policy=signed_in)
def show_account(visit: Visit[None]) -> Answer:
    person_id = str(visit.actor.person_id)
    return render(
        "accounts/show_account.html",
        person=queries.find_person(person_id),
        place=queries.find_place(str(visit.actor.organisation_id)),
        names=queries.list_own_names(person_id),
        grants=queries.list_grants([person_id]),
        bad_address=find_bad_address(person_id),
        role_names=ROLE_NAMES,
        script_names=SCRIPT_NAMES,
    )


@room.get("/account/data", policy=signed_in)
def show_personal_data(visit: Visit[None]) -> Answer:
    person_id = str(visit.actor.person_id)
    return render(
        "accounts/show_personal_data.html",
        person=queries.find_person(person_id),
        place=queries.find_place(str(visit.actor.organisation_id)),
        names=queries.list_own_names(person_id),
        grants=queries.list_grants([person_id]),
        sessions=queries.list_sessions(person_id, current_token(), visit.now),
        consents=queries.list_consents(person_id),
        role_names=ROLE_NAMES,
        script_names=SCRIPT_NAMES,
        documents=DOCUMENTS,
    )


@room.get("/account/names/new", policy=signed_in)
def show_new_name(_visit: Visit[None]) -> Answer:
    return render("accounts/edit_name.html", form=NameForm(), name=None)


@room.post("/account/names/new", policy=signed_in, form=NameForm)
def add_name(visit: Visit[NameForm]) -> Answer:
    if visit.problems:
        return render("accounts/edit_name.html", form=visit.form, name=None), 422
    return _save_name(visit)


def _save_name(visit: Visit[NameForm], name: Name | None = None) -> Answer:
    """Save a new name, or one that there is and that stays in its script."""
    form = visit.form
    fault = find_fault(str(form.full_name.data), name.script if name else form.script.data or None)
    if fault is not None:
        complain_at(form.full_name, fault)
        return render("accounts/edit_name.html", form=form, name=name), 422
    if name is not None:
        form.script.data = name.script
    name_id = services.save_name(
        visit.actor,
        visit.now,
        str(visit.actor.person_id),
        str(visit.form.full_name.data),
        visit.form.script.data or None,
    )
    services.change_honorific(name_id, visit.form.honorific.data or "")
    notify("success", N_("Your name is saved."))
    return redirect_to("accounts.show_account")


def _own_name(visit: Visit[object], name_id: str) -> Name:
    for name in queries.list_own_names(str(visit.actor.person_id)):
        if name.id == name_id:
            return name
    raise NotVisible


@room.get("/account/names/<id:name_id>", policy=signed_in)
def show_name(visit: Visit[None], name_id: str) -> Answer:
    name = _own_name(visit, name_id)
    form = NameForm(full_name=name.full_name, script=name.script, honorific=name.honorific)
    return render("accounts/edit_name.html", form=form, name=name)


@room.post("/account/names/<id:name_id>", policy=signed_in, form=NameForm)
def change_name(visit: Visit[NameForm], name_id: str) -> Answer:
    name = _own_name(visit, name_id)
    if visit.problems:
        return render("accounts/edit_name.html", form=visit.form, name=name), 422
    return _save_name(visit, name)


@room.post("/account/names/<id:name_id>/confirm", policy=signed_in)
def confirm_name(visit: Visit[None], name_id: str) -> Answer:
    name = _own_name(visit, name_id)
    fault = find_fault(name.full_name, name.script)
    complaint = fault or find_complaint(name.full_name, name.honorific or "")
    if complaint is not None:
        notify("error", complaint.msgid, **complaint.params)
        return redirect_to("accounts.show_account")
    services.confirm_name(
        visit.actor,
        visit.now,
        str(visit.actor.person_id),
        name.full_name,
        name.script,
        name.honorific,
    )
    notify("success", N_("Your certificates will bear this name."))
    return redirect_to("accounts.show_account")


@room.post("/account/names/<id:name_id>/remove", policy=signed_in)
def remove_name(visit: Visit[None], name_id: str) -> Answer:
    services.remove_name(visit.actor, visit.now, str(visit.actor.person_id), name_id)
    notify("success", N_("The name is removed."))
    return redirect_to("accounts.show_account")


@room.get("/account/password", policy=signed_in)
def show_password(_visit: Visit[None]) -> Answer:
    return render("accounts/show_password.html", form=ChangePasswordForm())


@room.post(
    "/account/password",
    policy=signed_in,
    form=ChangePasswordForm,
    prepare=check_present_password,
)
def change_password(visit: Visit[ChangePasswordForm]) -> Answer:
    problem = None if visit.problems else visit.prepared.problem
    if problem:
        complain_at(visit.form.current, problem)
    if visit.problems or problem:
        return render("accounts/show_password.html", form=visit.form), 422
    services.change_password(visit.actor, visit.now, visit.prepared.new_hash, str(current_token()))
    notify("success", N_("Your password is changed. You are signed out everywhere else."))
    return redirect_to("accounts.show_account")


@room.get("/account/email", policy=signed_in)
def show_email(_visit: Visit[None]) -> Answer:
    return render("accounts/show_email.html", form=ChangeEmailForm())


@room.post("/account/email", policy=signed_in, form=ChangeEmailForm, prepare=check_present_password)
def request_email_change(visit: Visit[ChangeEmailForm]) -> Answer:
    problem = None if visit.problems else visit.prepared.problem
    if problem:
        complain_at(visit.form.current, problem)
    if visit.problems or problem:
        return render("accounts/show_email.html", form=visit.form), 422
    email = str(visit.form.email.data)
    if throttle.may_send_mail(email, machine()):
        services.request_email_change(visit.actor, visit.now, email)
    return render("accounts/show_mail_sent.html", email=email)


@room.get("/account/email/<token>", policy=public)
def show_email_change(visit: Visit[None], token: str) -> Answer:
    row = load_mailed_token(token, "email", visit.now)
    return render("accounts/show_email_change.html", email=row.email)


@room.post("/account/email/<token>", policy=public)
def change_email(visit: Visit[None], token: str) -> Answer:
    services.change_email(visit.now, token)
    notify("success", N_("Your e-mail address is changed. Use it when you sign in."))
    return redirect_to("accounts.show_account")


@room.get("/account/preferences", policy=signed_in)
def show_preferences(visit: Visit[None]) -> Answer:
    form = PreferencesForm(language=visit.actor.language, time_zone=visit.actor.time_zone)
    return render("accounts/show_preferences.html", form=form)


@room.post("/account/preferences", policy=signed_in, form=PreferencesForm)
def change_preferences(visit: Visit[PreferencesForm]) -> Answer:
    if visit.problems:
        return render("accounts/show_preferences.html", form=visit.form), 422
    language = str(visit.form.language.data)
    services.change_preferences(
        visit.actor,
        visit.now,
        str(visit.actor.person_id),
        language=language,
        time_zone=str(visit.form.time_zone.data),
    )
    choose_language(language)
    notify("success", N_("Your preferences are saved."))
    return redirect_to("accounts.show_account")


@room.get("/account/sessions", policy=signed_in)
def list_sessions(visit: Visit[None]) -> Answer:
    rows = queries.list_sessions(str(visit.actor.person_id), current_token(), visit.now)
    return render("accounts/list_sessions.html", sessions=rows)


@room.post("/account/sessions/<id:session_id>/end", policy=signed_in)
def end_session(visit: Visit[None], session_id: str) -> Answer:
    services.end_session(visit.actor, visit.now, session_id)
    notify("success", N_("That browser is signed out."))
    return redirect_to("accounts.list_sessions")


@room.post("/account/sessions/end-others", policy=signed_in)
def end_other_sessions(visit: Visit[None]) -> Answer:
    services.end_other_sessions(visit.actor, visit.now, str(current_token()))
    notify("success", N_("You are signed out everywhere else."))
    return redirect_to("accounts.list_sessions")

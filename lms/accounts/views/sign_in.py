"""Signing in and out, and a forgotten password.

What a stranger may learn here: nothing about who has an account.
"""

from dataclasses import dataclass

from flask import request, session

from lms.accounts import services, throttle
from lms.accounts.forms import ForgottenPasswordForm, NewPassword, SignInForm
from lms.accounts.passwords import hash_password, verify_password
from lms.accounts.policy import load_mailed_token
from lms.accounts.queries import find_actor, find_password, list_missing_documents
from lms.accounts.views.door import go_on, room
from lms.kit.actor import Actor
from lms.kit.db import reading
from lms.kit.i18n import N_, Text
from lms.web.actor import begin_session, current_token
from lms.web.actor import end_session as forget_session
from lms.web.policies import public, signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

WRONG = N_("The address or the password is not right.")
# Only whoever knows the password learns it.
MERGED = N_(
    "This account was merged with another one of yours. Sign in with %(email)s and its password."
)


@dataclass(frozen=True, slots=True)
class Check:
    """What came of comparing a password; without a person nobody is let in."""

    person_id: str | None = None
    is_throttled: bool = False
    # The address to use since the account was merged into another.
    instead: str | None = None


def machine() -> str:
    """Return the address of the machine that asks."""
    return request.remote_addr or "unknown"


def check_sign_in(form: SignInForm) -> Check:
    """Compare the password before any transaction: that is slow on purpose."""
    email = str(form.email.data)
    if not throttle.may_try_sign_in(email, machine()):
        return Check(is_throttled=True)
    with reading():
        found = find_password(email)
    password_hash = found.password_hash if found else None
    if not verify_password(password_hash, str(form.password.data)) or found is None:
        throttle.count_failed_sign_in(email, machine())
        return Check()
    throttle.forget_failed_sign_ins(email, machine())
    return Check(instead=found.instead) if found.instead else Check(found.person_id)


@room.get("/login", policy=public, form=SignInForm)
def show_sign_in(visit: Visit[SignInForm]) -> Answer:
    if visit.actor.is_signed_in:
        return go_on(visit.form.next.data)
    form = SignInForm(next=visit.form.next.data)
    return render("accounts/show_sign_in.html", form=form)


@room.post("/login", policy=public, form=SignInForm, prepare=check_sign_in)
def sign_in(visit: Visit[SignInForm]) -> Answer:
    if visit.problems:
        return render("accounts/show_sign_in.html", form=visit.form), 422
    check: Check = visit.prepared
    actor = find_actor(check.person_id, visit.now) if check.person_id else None
    if actor is None:
        return _refuse(visit, check)
    let_in(actor, visit)
    if list_missing_documents(str(actor.person_id)):
        return redirect_to("accounts.show_consent", next=visit.form.next.data)
    return go_on(visit.form.next.data)


def let_in(actor: Actor, visit: Visit[object]) -> None:
    """Begin a session under a new secret, and make the old page tokens void."""
    token = services.sign_in(
        actor,
        visit.now,
        user_agent=request.headers.get("User-Agent", ""),
        old_token=current_token(),
    )
    session.pop("csrf_token", None)
    begin_session(token, actor)


def _refuse(visit: Visit[SignInForm], check: Check) -> Answer:
    services.record_failed_sign_in(
        visit.now, str(visit.form.email.data), is_throttled=check.is_throttled
    )
    error = throttle.TooManyTries.message if check.is_throttled else WRONG
    visit.form.complain(Text(MERGED, email=check.instead) if check.instead else error)
    return render("accounts/show_sign_in.html", form=visit.form), 429 if check.is_throttled else 422


@room.post("/logout", policy=signed_in)
def sign_out(visit: Visit[None]) -> Answer:
    services.sign_out(visit.actor, visit.now, str(current_token()))
    forget_session()
    session.pop("csrf_token", None)
    notify("success", N_("You are signed out."))
    return redirect_to("accounts.show_sign_in")


@room.get("/password/forgotten", policy=public)
def show_forgotten_password(_visit: Visit[None]) -> Answer:
    return render("accounts/show_forgotten_password.html", form=ForgottenPasswordForm())


@room.post("/password/forgotten", policy=public, form=ForgottenPasswordForm)
def request_password_reset(visit: Visit[ForgottenPasswordForm]) -> Answer:
    if visit.problems:
        return render("accounts/show_forgotten_password.html", form=visit.form), 422
    email = str(visit.form.email.data)
    if throttle.may_send_mail(email, machine()):
        services.request_password_reset(visit.now, email)
    return render("accounts/show_mail_sent.html", email=email)


@room.get("/password/<token>", policy=public)
def show_password_reset(visit: Visit[None], token: str) -> Answer:
    load_mailed_token(token, "password", visit.now)
    return render("accounts/show_password_reset.html", form=NewPassword())


def hash_new_password(form: NewPassword) -> str:
    """Hash before the transaction: that is slow on purpose."""
    return hash_password(str(form.password.data))


@room.post("/password/<token>", policy=public, form=NewPassword, prepare=hash_new_password)
def reset_password(visit: Visit[NewPassword], token: str) -> Answer:
    load_mailed_token(token, "password", visit.now)
    if visit.problems:
        return render("accounts/show_password_reset.html", form=visit.form), 422
    services.reset_password(visit.now, token, visit.prepared)
    notify("success", N_("Your password is changed. Please sign in with it."))
    return redirect_to("accounts.show_sign_in")

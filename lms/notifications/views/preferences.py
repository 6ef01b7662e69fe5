"""How one wants to be told, and the address that switches news off without signing in.

What came is in `lms.notifications.views.notices`.
"""

from lms.kit.i18n import N_
from lms.notifications import services
from lms.notifications.forms import PreferenceForm
from lms.notifications.policy import check_seal
from lms.notifications.queries import find_bad_address, find_kept, find_preference
from lms.notifications.rules.timing import (
    Preference,
    QuietHoursIncomplete,
    has_sound_quiet_hours,
)
from lms.notifications.views.door import room
from lms.web.forms import complain_at
from lms.web.policies import public, signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit


def _page(visit: Visit[object], form: PreferenceForm) -> str:
    bad_address = find_bad_address(str(visit.actor.person_id))
    return render("notifications/show_preferences.html", form=form, bad_address=bad_address)


@room.get("/account/notifications", policy=signed_in)
def show_preferences(visit: Visit[None]) -> Answer:
    return _page(visit, PreferenceForm(obj=find_preference(str(visit.actor.person_id))))


@room.post("/account/notifications", policy=signed_in, form=PreferenceForm)
def change_preferences(visit: Visit[PreferenceForm]) -> Answer:
    form = visit.form
    if visit.problems:
        return _page(visit, form), 422
    chosen = Preference(
        str(form.duty.data), str(form.news.data), form.quiet_from.data, form.quiet_to.data
    )
    if not has_sound_quiet_hours(chosen):
        complain_at(form.quiet_to, QuietHoursIncomplete.message)
        return _page(visit, form), 422
    services.save_preference(visit.now, str(visit.actor.person_id), chosen)
    notify("success", N_("Saved. You will be told in this way from now on."))
    return redirect_to("notifications.show_preferences")


@room.post("/account/notifications/address", policy=signed_in)
def confirm_address(visit: Visit[None]) -> Answer:
    services.confirm_address(visit.now, str(visit.actor.person_id))
    notify("success", N_("We send e-mails to your address again."))
    return redirect_to("notifications.show_preferences")


@room.get("/mail/unsubscribe/<id:person_id>/<seal>", policy=public)
def show_unsubscribing(_visit: Visit[None], person_id: str, seal: str) -> Answer:
    check_seal(person_id, seal)
    is_off = find_preference(find_kept(person_id)).news == "off"
    return render(
        "notifications/show_unsubscribing.html", person_id=person_id, seal=seal, is_off=is_off
    )


@room.post("/mail/unsubscribe/<id:person_id>/<seal>", policy=public, sealed=True)
def unsubscribe(visit: Visit[None], person_id: str, seal: str) -> Answer:
    check_seal(person_id, seal)
    services.unsubscribe(visit.now, find_kept(person_id))
    return redirect_to("notifications.show_unsubscribing", person_id=person_id, seal=seal)


@room.post("/mail/unsubscribe/<id:person_id>/<seal>/undo", policy=public)
def subscribe_again(_visit: Visit[None], person_id: str, seal: str) -> Answer:
    check_seal(person_id, seal)
    services.subscribe_again(find_kept(person_id))
    notify("success", N_("You get news by e-mail again."))
    return redirect_to("notifications.show_unsubscribing", person_id=person_id, seal=seal)

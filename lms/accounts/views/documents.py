"""The privacy notice and the terms, agreeing to them, and the choice of language.

The texts stand in the templates; their versions in the rules.
"""

from lms.accounts import services
from lms.accounts.forms import ConsentForm, LanguageForm
from lms.accounts.rules import DOCUMENTS
from lms.accounts.views.door import go_on, room
from lms.kit.i18n import N_
from lms.web.locale import choose_language
from lms.web.policies import public, signed_in
from lms.web.render import notify, render
from lms.web.room import Answer, Visit


@room.get("/privacy", policy=public)
def show_privacy(_visit: Visit[None]) -> Answer:
    return render("accounts/show_privacy.html", version=DOCUMENTS["privacy"])


@room.get("/terms", policy=public)
def show_terms(_visit: Visit[None]) -> Answer:
    return render("accounts/show_terms.html", version=DOCUMENTS["terms"])


@room.get("/account/consent", policy=signed_in, form=ConsentForm)
def show_consent(visit: Visit[ConsentForm]) -> Answer:
    return render("accounts/show_consent.html", form=ConsentForm(next=visit.form.next.data))


@room.post("/account/consent", policy=signed_in, form=ConsentForm)
def give_consent(visit: Visit[ConsentForm]) -> Answer:
    if visit.problems:
        return render("accounts/show_consent.html", form=visit.form), 422
    services.record_consent(visit.actor, visit.now, str(visit.actor.person_id))
    notify("success", N_("Thank you. Your agreement is recorded."))
    return go_on(visit.form.next.data)


@room.post("/language", policy=public, form=LanguageForm)
def set_language(visit: Visit[LanguageForm]) -> Answer:
    if not visit.problems:
        language = str(visit.form.language.data)
        choose_language(language)
        if visit.actor.is_signed_in:
            services.change_preferences(
                visit.actor,
                visit.now,
                str(visit.actor.person_id),
                language=language,
                time_zone=visit.actor.time_zone,
            )
    return go_on(visit.form.next.data)

"""A person's own pages: my learning, an enrolment, the pages of a course."""

from lms.kit.i18n import N_
from lms.learning import policy, queries, services
from lms.learning.forms import LanguageForm
from lms.learning.queries.programmes import list_followed
from lms.learning.views.door import address, go_on, room
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit


@room.get("/learn", policy=signed_in)
def list_my_learning(visit: Visit[None]) -> Answer:
    person_id = str(visit.actor.person_id)
    studies = queries.list_studies(person_id, visit.now)
    programmes = list_followed(person_id, current_language(), visit.now)
    return render(
        "learning/list_my_learning.html",
        studies=studies,
        refused=policy.list_refused([one.enrolment.id for one in studies if one.completion]),
        asked=queries.list_asked(person_id, current_language(), visit.now),
        followed=[one for one in programmes if one.answer_by is None],
        offered=[one for one in programmes if one.answer_by is not None],
        address=address,
    )


@room.get("/learn/<id:enrolment_id>", policy=signed_in)
def show_enrolment(visit: Visit[None], enrolment_id: str) -> Answer:
    enrolment = policy.load_enrolment_for(visit.actor, enrolment_id)
    study = queries.get_study(enrolment)
    return render(
        "learning/show_enrolment.html",
        study=study,
        address=address,
        refused=policy.list_refused([enrolment_id]) if study.completion is not None else {},
        is_certified=study.completion is not None and policy.is_certified(enrolment_id),
    )


@room.post("/learn/<id:enrolment_id>/language", policy=signed_in, form=LanguageForm)
def change_language(visit: Visit[LanguageForm], enrolment_id: str) -> Answer:
    enrolment = policy.load_enrolment_for(visit.actor, enrolment_id)
    services.change_language(enrolment, visit.form.language.data or "")
    return go_on(enrolment_id, queries.find_activity(enrolment, visit.form.activity.data or ""))


@room.get("/learn/<id:enrolment_id>/withdraw", policy=signed_in)
def show_withdrawal(visit: Visit[None], enrolment_id: str) -> Answer:
    enrolment = policy.load_enrolment_for(visit.actor, enrolment_id)
    return render("learning/show_withdrawal.html", study=queries.get_study(enrolment))


@room.post("/learn/<id:enrolment_id>/withdraw", policy=signed_in)
def withdraw(visit: Visit[None], enrolment_id: str) -> Answer:
    enrolment = policy.load_enrolment_for(visit.actor, enrolment_id)
    services.withdraw(visit.actor, visit.now, enrolment)
    notify("success", N_("You have withdrawn. Your progress is kept in case you enrol again."))
    return redirect_to("learning.list_my_learning")


@room.get("/learn/<id:enrolment_id>/pages/<slug:activity_id>", policy=signed_in)
def show_page(visit: Visit[None], enrolment_id: str, activity_id: str) -> Answer:
    enrolment = policy.load_enrolment_for(visit.actor, enrolment_id)
    reading = queries.get_reading(enrolment, activity_id)
    return render("learning/show_page.html", reading=reading, address=address)


@room.post("/learn/<id:enrolment_id>/pages/<slug:activity_id>", policy=signed_in)
def read_page(visit: Visit[None], enrolment_id: str, activity_id: str) -> Answer:
    enrolment = policy.load_enrolment_for(visit.actor, enrolment_id)
    return go_on(enrolment_id, services.read_page(visit.now, enrolment, activity_id))

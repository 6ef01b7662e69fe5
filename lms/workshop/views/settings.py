"""The settings of a course: what it says of itself, what completes it, who sees it."""

from lms.content import queries as content
from lms.content.format import COURSE_FILE
from lms.convention import register
from lms.kit.i18n import N_
from lms.learning.queries.programmes import list_needing
from lms.organisations import queries as organisations
from lms.web.forms import choices
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries
from lms.workshop.forms.settings import SettingsForm
from lms.workshop.queries import Copy
from lms.workshop.queries.outline import OutlinePage, get_head, get_outline_page
from lms.workshop.queries.questions import list_banks, list_objectives
from lms.workshop.services import outline, settings
from lms.workshop.views.door import room

trainer = has_role("trainer")


@room.get("/teach/<slug:slug>/settings", policy=trainer)
def edit_settings(visit: Visit[None], slug: str) -> Answer:
    copy = _copy(visit, slug)
    return _editor(copy, SettingsForm.of(get_head(copy), copy.course))


@room.post("/teach/<slug:slug>/settings", policy=trainer, form=SettingsForm)
def change_settings(visit: Visit[SettingsForm], slug: str) -> Answer:
    course, form = policy.load_course_for(visit.actor, slug), visit.form
    if visit.problems:
        return _editor(_copy(visit, slug), form), 422
    settings.change_access(
        visit.actor, visit.now, course, str(form.visibility.data), str(form.enrolment.data)
    )
    settings.change_settings(
        visit.actor, visit.now, course, form.value(), form.written_objectives(), form.completion()
    )
    notify("success", N_("Kept among your unsaved changes."))
    act = str(form.act.data or "")
    return redirect_to(
        "workshop.edit_settings", slug=slug, go=act or None,
        _anchor="objectives" if act == "add" else None,
    )  # fmt: skip


@room.post("/teach/<slug:slug>/settings/undo", policy=trainer)
def undo_settings(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    outline.undo(visit.actor, visit.now, course, COURSE_FILE)
    notify("success", N_("The last change is undone."))
    return redirect_to("workshop.edit_settings", slug=slug)


def _copy(visit: Visit[object], slug: str) -> Copy:
    course = policy.load_course_for(visit.actor, slug)
    return queries.get_copy(course, visit.actor.person_id)


def _editor(copy: Copy, form: SettingsForm) -> str:
    page, language = get_outline_page(copy), current_language()
    _offer(page, form, language)
    owner = organisations.find_organisation(copy.course.owner_id)
    counts = {one.id: one.count for one in list_objectives(copy, list_banks(copy, {}))}
    return render(
        "workshop/edit_settings.html", page=page, form=form, counts=counts,
        owner=owner.label(language) if owner else "",
        languages=sorted(content.list_translations(copy.course.id)),
        needing=list_needing(copy.course.slug, None, language),
        chapters=[
            (
                register.chapter_label(chapter.number, language),
                register.chapter_title(chapter.number, language).text,
                {str(article.number) for article in chapter.articles},
            )
            for chapter in register.chapters()
        ],
    )  # fmt: skip


def _offer(page: OutlinePage, form: SettingsForm, language: str) -> None:
    """Give the fields what may be chosen, in the reader's language."""
    form.articles.choices = choices(
        (str(number), f"{number} · {register.article_title(number, language).text}")
        for number in register.articles()
    )
    form.topics.choices = choices(
        (topic, register.topic_label(topic, language).text) for topic in register.topics()
    )
    form.job_families.choices = choices(
        (family, register.job_family_label(family, language)) for family in register.JOB_FAMILIES
    )
    quizzes = {
        a.id: page.title_of(a) for module in page.modules for a in module.activities if a.is_quiz
    }
    chosen = form.quiz.data
    gone = {chosen: chosen} if chosen and chosen not in quizzes else {}
    form.quiz.choices = choices([("", "–"), *quizzes.items(), *gone.items()])

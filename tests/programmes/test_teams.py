"""Whoever gets a task in a cohort is told of it, and finds the cohort in the menu."""

from lms.programmes.services import teams
from tests import cast
from tests.programmes import factories
from tests.programmes.nomination_site import mails
from tests.programmes.selecting import base_of, speak

LINK = '<a href="/admin/cohorts"'


def menu_of(browse, name: str) -> str:
    """Return the menu of a page that has nothing to do with programmes."""
    return browse(name).get("/learn").text.split("</nav>")[0]


def test_who_gets_a_task_is_told_and_led_there(cohort, browse):
    speak("bruno", "ar")
    assert LINK not in menu_of(browse, "bruno")
    sent = {"person": cast.id_of("bruno"), "task": "tutor"}
    assert browse("ines").post(f"{base_of(cohort)}/team", sent).status_code == 303
    told = mails("task_given")
    assert [(one.email, one.language, one.context["cohort"]) for one in told] == [
        (cast.email_of("bruno"), "ar", cohort.id)
    ]
    # The task is named in the language of who has it; it stands among the notices too.
    assert "Tutor" not in str(told[0].context)
    assert f"{base_of(cohort)}" in browse("bruno").get("/notices").text
    assert LINK in menu_of(browse, "bruno")
    assert browse("bruno").get("/admin/cohorts").text.count('aria-current="page"') == 1
    # Given again it is the same task, and nobody hears of it twice.
    browse("ines").post(f"{base_of(cohort)}/team", sent)
    assert len(mails("task_given")) == 1
    browse("ines").post(f"{base_of(cohort)}/team/end", sent)
    assert LINK not in menu_of(browse, "bruno")


def test_the_menu_costs_no_query(cohort, browse, count_queries):
    with count_queries() as before:
        browse("chen").get("/learn")
    factories.assign(cohort, "chen", "panel")
    with count_queries() as after:
        assert LINK in menu_of(browse, "chen")
    assert after.count == before.count


def test_who_takes_a_task_is_not_written_to(cohort):
    ines = cast.actor_of("ines")
    teams.assign(ines, cast.NOW, cohort, cast.id_of("ines"), "coordinator")
    assert mails("task_given") == []

"""What a course or a programme is called to somebody, by an enrolment in it or an award of it.

For messages about certificates that are not issued yet; those that are have their title frozen.
"""

from lms.content import queries as content
from lms.learning import queries as learning
from lms.programmes.queries import curricula
from lms.programmes.rules.cohorts import choose_text


def find_title(subject: str, key: str, language: str) -> str:
    """Return the title of what an `enrolment` or an `award` is of; empty where it is gone."""
    if subject == "enrolment":
        enrolment = learning.find_enrolment(key)
        return content.get_outline(enrolment.version_id, language).title if enrolment else ""
    award = curricula.list_awards_by_id([key]).get(key)
    if award is None:
        return ""
    definition = curricula.get_version(award.programme_version_id).definition
    title, _of = choose_text(definition.title, language, definition.source_language)
    return title

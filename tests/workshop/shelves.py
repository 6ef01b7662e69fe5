"""Courses whose questions stand in the library, and what a page of that shows."""

import re

from lms.accounts import services as accounts
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

HOME = "/teach/questions"
BANKS = """\
- id: gift
  type: single
  article: "15(a)"
  level: application
  text: A driver gets a *gift* from a supplier. What now?
  choices:
    - {id: tell, text: Tell the superior., correct: yes, feedback: Silence would be the offence.}
    - {id: keep, text: Keep it.}
- id: asset
  type: true_false
  objective: strength
  article: 15
  text: Assets are returned to the State.
  correct: yes
"""


def files(slug, bank=BANKS, **changes):
    """Return the small course under another slug; its second bank is in no quiz that decides."""
    title = f"title: The course {slug}"
    head = courses.COURSE.replace("id: small", f"id: {slug}", 1)
    head = head.replace("title: A small course", title, 1)
    return {**courses.files(course=head, **changes), "questions/more.yaml": bank.encode()}


def take_in(tree, who="bruno", *, is_published=True):
    """Import a course as one of the cast, and publish it."""
    actor = OPERATOR if who is None else cast.actor_of(who)
    slug = factories.import_course(actor, NOW, tree).slug
    if is_published:
        factories.publish_course(actor, NOW, slug)
    db.session.commit()


def teach(name):
    """Let one of the cast teach where they belong."""
    accounts.grant_role(
        OPERATOR, NOW, cast.id_of(name), role="trainer",
        organisation_id=cast.actor_of(name).organisation_id,
    )  # fmt: skip
    db.session.commit()


def listed(page):
    """Return what the list shows, as course and id."""
    return re.findall(r'name="question" value="([^"]+)"', page)

"""The room that all pages of the workbench belong to.

The pages themselves stand beside.
"""

from lms.web.policies import has_role
from lms.web.room import Room

room = Room("translation")
# Who may come in at all; of which course, each page asks `policy`.
translators = has_role("translator", "trainer")

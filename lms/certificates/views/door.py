"""The room of certificates, and who administers them.

The routes stand in the files beside.
"""

from lms.web.policies import has_role
from lms.web.room import Room

room = Room("certificates")
administrator = has_role("administrator")

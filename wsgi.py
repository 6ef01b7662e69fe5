"""The application as a WSGI server wants it: `granian --interface wsgi wsgi:app`."""

from lms.admin.serving import settle
from lms.app import create_app

app = create_app()
settle()

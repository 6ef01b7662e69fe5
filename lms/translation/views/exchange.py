"""Translations as files: out for a translator's own tool, and back with a report on every text.

What becomes of a file is decided in `lms.content.exchange`.
"""

from dataclasses import dataclass

from flask import Response, request

from lms.content import services
from lms.content.exchange import MOST_BYTES, Incoming, Report, TranslationsRefused
from lms.kit import storage
from lms.kit.i18n import LANGUAGES, N_
from lms.translation import policy
from lms.translation.exchange import FORMS, load_file_for, seal_file
from lms.translation.forms import ExportForm, TakeForm, UploadForm
from lms.translation.views.door import room, translators
from lms.web.actor import current_actor
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

"""Writing to translators that reviewers sent texts back: once for all of a while, not for each."""

from datetime import datetime, timedelta

from lms.accounts import queries as people
from lms.content import queries as content
from lms.kit import jobs
from lms.notifications.services import send
from lms.translation import queries
from lms.translation.queries import Place

TELL_SENT_BACK = "translation.tell_sent_back"
# Whoever reviews goes on for a while: what is sent back within it comes in one mail.
WHILE = timedelta(minutes=30)


def ask_to_tell(now: datetime, place: Place, translator_id: str) -> None:
    """Let a job write to the translator of a text once the reviewer is likely to be done."""
    arguments = {
        "slug": place.course.slug, "language": place.language, "translator_id": translator_id,
    }  # fmt: skip
    key = f"{place.course.id}:{place.language}:{translator_id}"
    jobs.enqueue(TELL_SENT_BACK, key, arguments, now, wait=WHILE)


def tell_sent_back(
    now: datetime, digest_id: str, slug: str, language: str, translator_id: str
) -> None:
    """Write one message about all texts that wait for their translator; nothing where none does."""
    sheet = queries.get_sheet(content.get_course(slug), language)
    count = sum(
        row.sent_back_at is not None and row.author_id == translator_id
        for row in (sheet.rows if sheet else ())
    )
    if sheet is None or not count:
        return
    own_language, email = people.get_language_and_email(translator_id)
    send(
        now,
        kind="translation.sent_back",
        key=digest_id,
        email=email,
        language=own_language,
        template="mail/translation_sent_back.txt",
        context={
            "count": count, "course": sheet.book.head.title, "slug": slug, "code": language,
        },
        person_id=translator_id,
    )  # fmt: skip

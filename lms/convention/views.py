"""One page: the Convention's chapters and articles, as a way into the catalogue.

What the articles say is taught in the courses.
"""

from lms.convention.register import (
    article_title,
    chapter_label,
    chapter_title,
    chapters,
    topic_label,
    topics,
)
from lms.web.locale import current_language
from lms.web.policies import public
from lms.web.render import render
from lms.web.room import Answer, Room, Visit

room = Room("convention")


@room.get("/convention", policy=public)
def list_articles(_visit: Visit[None]) -> Answer:
    language = current_language()
    parts = [
        (
            chapter,
            chapter_label(chapter.number, language),
            chapter_title(chapter.number, language),
            [(article, article_title(article.number, language)) for article in chapter.articles],
        )
        for chapter in chapters()
    ]
    subjects = [(topic[-1], topic_label(topic, language)) for topic in topics()]
    is_draft = any(label.is_draft for *_, articles in parts for _, label in articles)
    return render("convention/list_articles.html", parts=parts, topics=subjects, is_draft=is_draft)

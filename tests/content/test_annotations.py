"""Captions and notes changed alone: an edition that all see at once, never a version."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.content import annotations, queries
from lms.content.models import Edition, RenderedPage
from lms.kit import storage
from lms.kit.db import db
from tests.content import courses
from tests.content.test_pictures import FILM

FIRST = b"WEBVTT\n\n00:00.000 --> 00:01.000\nA gift.\n"
MENDED = b"WEBVTT\n\n00:00.000 --> 00:01.000\nAn undue gift.\n"
NOTE = b"licence: CC BY 4.0\n"


def tree(*, film: bytes = FILM, page: str = "", **beside: bytes) -> dict[str, bytes]:
    """Return the small course with a film on a page and what stands beside it."""
    files = courses.files()
    text = files["pages/wording.md"].decode() + f"\n![A talk](media/talk.mp4)\n{page}"
    names = {"en": "media/talk.en.vtt", "ar": "media/talk.ar.vtt", "note": "media/talk.mp4.yaml"}
    return courses.translated({
        **files,
        "pages/wording.md": text.encode(),
        "media/talk.mp4": film,
        **{names[name]: content for name, content in beside.items()},
    })  # fmt: skip


def published(files: dict[str, bytes]):
    courses.take_in(files)
    return courses.publish()


def page_of(version_id: str, language: str = "en") -> str:
    edition = queries.find_newest_editions(version_id)[language]
    return db.session.get(RenderedPage, (edition.id, "wording")).html


def address_of(version_id: str, language: str, of: str = "en") -> str:
    found = re.search(rf'src="(\S+talk\.{of}\.vtt\?words=\w+)"', page_of(version_id, language))
    return found[1]


def test_mended_captions_make_an_edition_of_each_language_and_say_why(app):
    first = published(tree(en=FIRST))
    made = published(tree(en=MENDED))
    assert (made.made, made.version_id) == ("edition", first.version_id)
    assert [(e.language, e.number) for e in made.editions] == [("ar", 2), ("en", 2)]
    [reason] = made.reasons
    assert str(reason) == "Captions or notes of media changed: media/talk.en.vtt."
    assert published(tree(en=MENDED)).made == "nothing"


def test_the_page_shows_the_mended_captions_and_the_old_address_the_old_ones(app, browse):
    version_id = published(tree(en=FIRST)).version_id
    old = address_of(version_id, "en")
    assert "<p>A gift.</p>" in page_of(version_id)
    published(tree(en=MENDED))
    new = address_of(version_id, "en")
    assert "<p>An undue gift.</p>" in page_of(version_id)
    assert new == address_of(version_id, "ar")
    for name in ("amina", "bruno"):
        db.session.remove()
        browse(name).post("/courses/small/enrol", {"language": "en"})
    assert browse("amina").get(new).data == MENDED
    assert browse("amina").get(old).data == FIRST
    assert browse("amina").get(new).content_type.startswith("text/vtt")


def test_an_address_names_captions_of_this_version_alone(app, browse):
    version_id = published(tree(en=FIRST)).version_id
    address = address_of(version_id, "en")
    browse("amina").post("/courses/small/enrol", {"language": "en"})
    secret = storage.put(b"what some other course keeps to itself")
    amina = browse("amina")
    assert amina.get(address).status_code == 200
    assert amina.get(f"{address.partition('?')[0]}?words={secret}").status_code == 404
    assert amina.get(address.replace("talk.en", "talk.ar")).status_code == 404
    assert browse("farid").get(address).status_code == 404
    assert browse().get(address).status_code == 303


def test_captions_in_another_language_make_an_edition_too(app):
    version_id = published(tree(en=FIRST)).version_id
    made = published(tree(en=FIRST, ar=MENDED))
    assert made.made == "edition"
    assert 'srclang="ar"' in page_of(version_id, "en")


def test_a_note_makes_an_edition_of_the_courses_own_language(app):
    version_id = published(tree()).version_id
    made = published(tree(note=NOTE))
    assert (made.made, [e.language for e in made.editions]) == ("edition", ["en"])
    assert made.version_id == version_id
    # The package that is exported has it.
    newest = queries.get_files(queries.find_edition_tree(version_id))
    assert newest["media/talk.mp4.yaml"] == NOTE


def test_people_on_an_older_version_get_mended_captions_too(app):
    first = published(tree(en=FIRST)).version_id
    second = published(tree(en=FIRST, page="\nMore.\n")).version_id
    made = published(tree(en=MENDED, page="\nMore.\n"))
    assert {e.version_number for e in made.editions} == {1, 2}
    for version_id in (first, second):
        assert "An undue gift." in page_of(version_id)


def test_captions_of_a_film_that_is_gone_stay_as_they_were_published_last(app):
    first = published(tree(en=FIRST)).version_id
    published(tree(en=MENDED))
    other = published(tree(film=FILM + b"\0", en=FIRST))
    assert other.made == "version"
    assert "An undue gift." in page_of(first)
    assert published(tree(film=FILM + b"\0", en=FIRST)).made == "nothing"


def test_an_edition_that_kept_no_captions_has_those_of_its_version(app):
    version_id = published(tree(en=FIRST)).version_id
    db.session.query(Edition).update({"media": None})
    db.session.commit()
    made = published(tree(en=MENDED))
    assert made.made == "edition"
    assert "media/talk.en.vtt" in str(made.reasons[0])
    assert "An undue gift." in page_of(version_id)


def test_the_plan_says_so_before(app):
    from lms.content.services import open_candidate

    published(tree(en=FIRST))
    courses.take_in(tree(en=MENDED))
    candidate = open_candidate(queries.get_course("small"))
    assert candidate.changed_annotations == ("media/talk.en.vtt",)
    prospect = candidate.look_ahead(is_declared_unchanged=False, is_confirmed=False)
    assert prospect.made == "edition"


names = st.sampled_from(["media/a.mp4", "media/a.en.vtt", "media/a.mp4.yaml", "media/b.svg",
                         "media/b.svg.yaml", "pages/x.md"])  # fmt: skip
trees = st.dictionaries(names, st.binary(max_size=2))


@given(trees, trees)
def test_following_one_self_loses_only_what_belongs_to_nothing(own, draft):
    found = annotations.follow(own, own, own)
    assert found.items() <= own.items()
    media = {path: c for path, c in own.items() if not annotations.is_annotation(path)}
    assert media.items() <= found.items()
    assert annotations.follow(found, found, found) == found
    followed = annotations.follow(own, own, draft)
    # What is asked and shown never follows: only what is said of it.
    assert {p: c for p, c in followed.items() if not annotations.is_annotation(p)} == media


@pytest.mark.parametrize(("path", "expected"), [
    ("media/talk.ar.vtt", True), ("media/talk.mp4.yaml", True), ("media/talk.mp4", False),
    ("questions/bank.yaml", False), ("course.yaml", False),
])  # fmt: skip
def test_an_annotation_is_known_by_its_place(path, expected):
    assert annotations.is_annotation(path) is expected

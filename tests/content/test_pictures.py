"""Pictures, films and sounds of a published page: smaller forms, captions, parts."""

import io
import random
import re

import pytest
from PIL import Image, ImageFile

from lms.content import pictures, queries
from lms.content.captions import choose_transcripts, read_words
from lms.content.models import RenderedPage
from lms.content.validator import check_course
from lms.kit import storage
from lms.kit.db import db
from lms.units import markdown
from lms.units.figures import Media, Picture
from lms.units.markdown import Setting
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

FILM = b"\0\0\0\x18ftypmp42" + b"\0" * 500
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"


def noise(width: int, height: int, kind: str = "PNG") -> bytes:
    """A picture in which there is much to see."""
    dice = random.Random(60)
    small = Image.frombytes("RGB", (40, 30), dice.randbytes(40 * 30 * 3))
    out = io.BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(out, kind)
    return out.getvalue()


def changed(**media: bytes) -> dict[str, bytes]:
    files = {**courses.files(), **{f"media/{n.replace('_', '.')}": c for n, c in media.items()}}
    text = files["pages/wording.md"].decode()
    text += '\n![A field](media/photo.png "Green")\n\nAnd ![inline](media/photo.png) here.\n'
    text += '\n![A talk](media/talk.mp4 "Ten minutes")\n'
    return {**files, "pages/wording.md": text.encode()}


@pytest.fixture
def published(app):
    bruno = cast.actor_of("bruno")
    files = changed(photo_png=noise(1200, 900), talk_mp4=FILM, talk_ar_vtt=CAPTIONS)
    assert check_course(files).problems == ()
    factories.import_course(bruno, NOW, files)
    made = factories.publish_course(bruno, NOW, "small")
    db.session.commit()
    edition = queries.find_newest_editions(made.version_id)["en"]
    return made, db.session.get(RenderedPage, (edition.id, "wording")).html


def test_smaller_forms_are_offered_with_the_picture_to_fall_back_on(published):
    _, html = published
    assert len(re.findall(r"<picture>", html)) == 2
    [figure] = re.findall(r"<figure>\s*<picture>.*?</picture>", html, re.DOTALL)
    kinds = re.findall(r'type="image/(\w+)"', figure)
    assert kinds == ["avif", "webp"]
    assert re.search(r"photo\.png\?as=480\.avif 480w, \S+\?as=960\.avif 960w", figure)
    assert 'alt="A field"' in figure
    assert 'width="1200"' in figure
    assert 'height="900"' in figure
    assert re.search(r'<img[^>]*src="/media/\w+/media/photo\.png"', figure)


def test_a_form_is_given_to_who_may_see_the_picture(published, browse):
    _, html = published
    address = re.search(r'srcset="(\S+)', html)[1]
    answer = browse("bruno").get(address)
    assert answer.content_type == "image/avif"
    assert Image.open(io.BytesIO(answer.data)).size == (480, 360)
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert browse("farid").get(address).status_code == 404
    assert browse("bruno").get(address.replace("480.avif", "481.avif")).status_code == 404
    assert browse("bruno").get(address.split("?")[0]).content_type == "image/png"


def test_a_picture_is_drawn_once(published, monkeypatch):
    def draw(_content: bytes) -> None:
        raise AssertionError("drawn again")

    monkeypatch.setattr("lms.content.services.picturing.draw", draw)
    bruno = cast.actor_of("bruno")
    files = changed(photo_png=noise(1200, 900), talk_mp4=FILM)
    files["pages/origins.md"] += b"\nMore.\n"
    factories.import_course(bruno, NOW, files)
    assert factories.publish_course(bruno, NOW, "small").made == "version"


def test_a_film_has_a_player_with_captions(published):
    _, html = published
    [player] = re.findall(r"<video.*?</video>", html, re.DOTALL)
    assert 'preload="none"' in player
    assert "controls" in player
    assert 'aria-label="A talk"' in player
    assert re.search(r'<track[^>]*srclang="ar"[^>]*>', player)
    assert "media/talk.ar.vtt" in player
    assert re.search(r'<a href="/media/\w+/media/talk\.mp4"[^>]*>A talk</a>', player)
    assert "<figcaption>Ten minutes</figcaption>" in html


def test_a_film_can_be_read():
    captions = (
        b"WEBVTT - a talk\n\nNOTE not said\n\n1\n00:00.000 --> 00:01.000 align:start\n"
        b"<v Bruno>Gifts\n&amp; favours.\n\n00:01.500 --> 00:02.000\n- <i>Never?</i>\n\n"
        b"00:05.000 --> 00:06.000\nThe end.\n"
    )
    assert read_words(captions) == ["Gifts & favours. - Never?", "The end."]
    assert read_words(b"WEBVTT\n") == []
    files = {"media/talk.fr.vtt": captions, "media/talk.ar.vtt": CAPTIONS}
    of = {"media/talk.mp4": {"fr": "media/talk.fr.vtt", "ar": "media/talk.ar.vtt"}}
    assert choose_transcripts(of, files.get, "en", "fr")["media/talk.mp4"][0] == "fr"
    assert choose_transcripts(of, files.get, "en") == {}
    known = Media(transcripts={"media/talk.mp4": ("ar", ["<b>مرحبا</b>"])})
    html = markdown.render(
        '![Talk](media/talk.mp4 "Ten minutes")',
        Setting(labels={"transcript": "Transcript"}, known=known),
    )
    assert "<summary>Transcript</summary>" in html
    assert '<div class="transcript" lang="ar" dir="rtl">' in html
    assert "&lt;b&gt;مرحبا&lt;/b&gt;" in html


def test_the_transcript_is_in_the_language_of_the_edition(published):
    made, html = published
    assert "Hello" not in html  # there are Arabic captions alone, and this is the English edition
    bruno = cast.actor_of("bruno")
    files = changed(photo_png=noise(60, 40), talk_mp4=FILM, talk_en_vtt=CAPTIONS)
    factories.import_course(bruno, NOW, files)
    made = factories.publish_course(bruno, NOW, "small")
    edition = queries.find_newest_editions(made.version_id)["en"]
    assert "<p>Hello</p>" in db.session.get(RenderedPage, (edition.id, "wording")).html


def test_a_film_is_given_in_parts(published, browse):
    made, _ = published
    address = f"/media/{made.version_id}/media/talk.mp4"
    answer = browse("bruno").get(address, headers={"Range": "bytes=0-9"})
    assert answer.status_code == 206
    assert answer.data == FILM[:10]
    assert answer.content_type == "video/mp4"


def test_a_form_that_saves_nothing_is_left_out(app):
    assert pictures.draw(noise(60, 40)).forms == {}
    drawn = pictures.draw(noise(700, 500))
    assert set(drawn.forms) == {"480.avif", "480.webp", "700.avif", "700.webp"}
    size = len(noise(700, 500))
    assert all(storage.size(form) < size for form in drawn.forms.values())


@pytest.mark.parametrize("content", [b"", b"no picture", noise(700, 500)[:-3000]])
def test_what_is_no_picture_is_shown_as_it_is(app, content):
    assert pictures.draw(content) is None


def test_half_a_picture_is_none_though_another_library_would_have_it_filled_up(app, monkeypatch):
    # As WeasyPrint does for the whole process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert pictures.draw(noise(700, 500)[:-3000]) is None
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_a_page_without_knowledge_of_its_media_stays_as_it_was():
    html = markdown.render("![A](media/a.png)", Setting(media="/m/"))
    assert html == ('<figure>\n<img src="/m/media/a.png" alt="A" loading="lazy">\n</figure>\n')


def test_a_name_can_hold_no_mark_up():
    known = Media({'media/"><script>.png': Picture(1, 1, [("avif", 480)])})
    html = markdown.render('![A](<media/"><script>.png>)', Setting(media="/m/", known=known))
    assert "<script>" not in html
    film = markdown.render("![<b>](media/a.mp4)", Setting(media="/m/", known=known))
    assert "<b>" not in film

"""The media library: what comes in and in which form, what is refused and why."""

import io
import zlib

import pikepdf
import pytest
from PIL import Image

from lms.content import queries as content
from lms.content.validator import check_course
from lms.kit.db import db, writing
from lms.workshop import media, queries, services, uploads
from lms.workshop.uploads import UploadRefused, check_upload
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

LIBRARY = "/teach/small/media"
SCRIPT = {"X-Requested-With": "fetch"}
PLACE = "Latitude 14.6928"


def picture(kind="PNG", size=(40, 30), **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **more)
    return out.getvalue()


def drawing(inside: str, start: str = "") -> bytes:
    return f'{start}<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode()


def document(change=lambda pdf: None) -> bytes:
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    change(pdf)
    pdf.save(out)
    return out.getvalue()


def act(pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def bomb() -> bytes:
    """A PNG of 60,000 by 60,000 pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4)
        return len(data).to_bytes(4) + kind + data + check

    side = (60_000).to_bytes(4)
    head = chunk(b"IHDR", side + side + b"\x08\x00\x00\x00\x00")
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\0" * 60_000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_pictures_come_in(kind):
    ending = {"JPEG": "jpg"}.get(kind, kind.lower())
    upload = check_upload(f"A picture.{ending}", picture(kind))
    assert upload.is_picture
    assert uploads.kind_of(upload.content) == kind


def test_a_picture_is_drawn_anew_without_what_hides_in_it():
    exif = Image.Exif()
    exif[0x010E] = PLACE
    whole = picture("JPEG", exif=exif) + b"PK\x05\x06 <script>alert(1)</script>"
    assert PLACE.encode() in whole
    upload = check_upload("photo.JPEG", whole)
    assert upload.ending == "jpg"
    assert PLACE.encode() not in upload.content
    assert b"<script>" not in upload.content
    assert b"PK\x05\x06" not in upload.content


def test_a_picture_keeps_its_side_up():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter
    upload = check_upload("p.jpg", picture("JPEG", (40, 30), exif=exif))
    assert Image.open(io.BytesIO(upload.content)).size == (30, 40)


def test_a_large_picture_is_made_smaller():
    upload = check_upload("p.png", picture("PNG", (3000, 1500)))
    assert Image.open(io.BytesIO(upload.content)).size == (2000, 1000)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.png", b"", "is empty"),
        ("a.exe", b"MZ", "no place in a course"),
        ("a", b"\x89PNG\r\n\x1a\n", "no place in a course"),
        ("a.jpg", picture("PNG"), "the file is PNG"),
        ("a.png", b"<script>alert(1)</script>", "no png file"),
        ("a.png", picture("PNG")[:60], "is damaged"),
        ("a.png", bomb(), "too many pixels"),
        ("a.pdf", document(act), "scripts, actions"),
        ("a.pdf", b"%PDF-1.7 not a document", "damaged"),
        ("a.mp3", b"ID3" + b"x" * 100 + b"<script>alert(1)</script>", "second file"),
        ("a.mp4", b"\0\0\0\x18ftypmp42" + b"x" * 500 + b"PK\x05\x06" + b"\0" * 18, "second file"),
        ("a.svg", drawing("<script>alert(1)</script>"), "scripts, links"),
        ("a.svg", drawing('<g onload="alert(1)"/>'), "scripts, links"),
        ("a.svg", drawing("<foreignObject><p/></foreignObject>"), "scripts, links"),
        ("a.svg", drawing('<image href="https://example.org/a.png"/>'), "from elsewhere"),
        ("a.svg", drawing('<use xlink:href="x.svg#a" xmlns:xlink="http://www.w3.org/1999/xlink"/>'),
         "from elsewhere"),
        ("a.svg", drawing("<style>@import url(https://example.org/a.css)</style>"), "elsewhere"),
        ("a.svg", drawing('<rect fill="url(https://example.org/a)"/>'), "from elsewhere"),
        ("a.svg", drawing("<g>"), "not well-formed"),
        ("a.svg", drawing("", '<?xml version="1.0" encoding="utf-16"?>'), "declares entities"),
        ("a.svg", drawing("&b;", '<!DOCTYPE svg [<!ENTITY b "bbb">]>'), "no svg file"),
        ("a.vtt", b"1\n00:00", "no vtt file"),
    ],
)  # fmt: skip
def test_what_is_refused_and_why(name, content, reason):
    with pytest.raises(UploadRefused) as refused:
        check_upload(name, content)
    assert reason in refused.value.text.in_language("en")


def test_a_file_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_PICTURE", 100)
    with pytest.raises(UploadRefused) as refused:
        check_upload("a.png", picture(size=(300, 300)))
    assert "too large" in refused.value.text.in_language("en")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", courses.SVG.encode()),
        ("a.svg", drawing('<style>.a{fill:url(#g)}</style><use href="#b"/>')),
        ("a.pdf", document()),
        ("a.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"),
        ("a.mp3", b"ID3\x04" + b"\0" * 100),
    ],
)
def test_other_kinds_come_in_as_they_are(name, content):
    assert check_upload(name, content).content == content


# --- The library in the browser -------------------------------------------------------------


@pytest.fixture
def course(app):
    with writing():
        factories.import_course(cast.actor_of("bruno"), NOW, courses.files())
    return content.get_course("small")


def upload(browser, name="Ladder of Duties.png", content=None, alt="A ladder", **more):
    file = (io.BytesIO(picture() if content is None else content), name)
    headers = more.pop("headers", {})
    return browser.post(
        LIBRARY, {"file": file, "alt": alt, **more}, headers=headers,
        content_type="multipart/form-data",
    )  # fmt: skip


def copy_of_bruno():
    db.session.remove()
    return queries.get_copy(content.get_course("small"), cast.id_of("bruno"))


def test_a_picture_comes_in_with_its_note(course, browse):
    browser = browse("bruno")
    answer = upload(browser, credit="Bruno Sarr", licence="CC BY 4.0")
    assert answer.headers["Location"].endswith("/media/ladder-of-duties.png")
    copy = copy_of_bruno()
    medium = queries.get_medium(copy, "ladder-of-duties.png")
    assert (medium.note.alt, medium.note.licence) == ("A ladder", "CC BY 4.0")
    assert copy.read("media/ladder-of-duties.png.yaml").startswith(b"alt: A ladder\n")
    assert check_course(copy.files()).problems == ()
    shown = browser.get(answer.headers["Location"]).text
    assert "Bruno Sarr" in shown
    assert "No page uses it" in shown
    assert "ladder-of-duties.png" in browser.get(LIBRARY).text


def test_a_name_in_arabic_is_kept_in_latin_letters(course, browse):
    answer = upload(browse("bruno"), name="واحد صورة.png")
    assert answer.headers["Location"].endswith("/media/whd-swrh.png")


def test_a_note_is_checked_like_every_file(course):
    files = dict(courses.files()) | {"media/ladder.svg.yaml": b"alt: A\nlicense: CC\n"}
    [problem] = check_course(files).problems
    assert (problem.file, problem.line) == ("media/ladder.svg.yaml", 2)


def test_a_picture_wants_an_alternative_text(course, browse):
    answer = upload(browse("bruno"), alt=" ")
    assert answer.status_code == 422
    assert "for those who cannot see it" in answer.text
    told = upload(browse("bruno"), alt="", headers=SCRIPT)
    assert told.status_code == 422
    assert list(told.json["errors"]) == ["alt"]
    assert "Say what the picture shows" in told.json["errors"]["alt"]


def test_a_picture_without_a_note_is_flagged_only_where_no_page_speaks_for_it(course, browse):
    page = browse("bruno").get(LIBRARY).text
    assert "Its alternative text stands where it is used." in page
    assert "No alternative text noted" not in page
    origins = courses.ORIGINS.replace('(media/ladder.svg "From may to shall")', "")
    with writing():
        services.change_files(
            cast.actor_of("bruno"), NOW, course, {"pages/origins.md": origins.encode()}
        )
    page = browse("bruno").get(LIBRARY).text
    assert "No alternative text noted" in page
    assert "Its alternative text stands where it is used." not in page


def test_a_refused_file_is_told_beside_its_field(course, browse):
    answer = upload(browse("bruno"), content=b"GIF89a nothing")
    assert answer.status_code == 422
    assert "the file is GIF" in answer.text
    assert upload(browse("bruno"), name="x.png", content=b"").status_code == 422
    assert browse("bruno").post(LIBRARY, {"alt": "x"}).status_code == 422


def test_the_script_is_told_where_to_go_on(course, browse):
    assert upload(browse("bruno"), headers=SCRIPT).json == {
        "address": "/teach/small/media/ladder-of-duties.png"
    }


def test_another_picture_of_the_same_name_gets_another(course, browse):
    browser = browse("bruno")
    upload(browser)
    again = upload(browser)
    assert again.headers["Location"].endswith("/ladder-of-duties.png")
    other = upload(browser, content=picture(size=(50, 50)))
    assert other.headers["Location"].endswith("/ladder-of-duties-2.png")


def test_files_are_given_safely(course, browse):
    browser = browse("bruno")
    answer = browser.get("/teach/small/files/media/ladder.svg")
    assert answer.content_type.startswith("image/svg+xml")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    upload(browser, name="a.pdf", content=document(), alt="")
    handed = browser.get("/teach/small/files/media/a.pdf")
    assert handed.headers["Content-Disposition"] == "attachment"
    for path in ("course.yaml", "media/none.png", "media/../course.yaml"):
        assert browser.get(f"/teach/small/files/{path}").status_code == 404


@pytest.mark.parametrize("who", ["amina", "farid"])
def test_others_may_not(course, browse, who):
    assert browse(who).get(LIBRARY).status_code == 403
    assert browse(who).get("/teach/small/files/media/ladder.svg").status_code == 403
    assert upload(browse(who)).status_code == 403
    assert browse().get(LIBRARY).status_code == 303


def test_what_is_used_is_not_removed_by_accident(course, browse):
    browser = browse("bruno")
    shown = browser.get(f"{LIBRARY}/ladder.svg").text
    assert "pages/origins.md" in shown
    assert "pages/origins.md" in browser.get(f"{LIBRARY}/ladder.svg/remove").text
    assert browser.post(f"{LIBRARY}/ladder.svg/remove").status_code == 409
    assert "media/ladder.svg" in copy_of_bruno().paths
    assert browser.post(f"{LIBRARY}/ladder.svg/remove", {"is_confirmed": "y"}).status_code == 303
    assert "media/ladder.svg" not in copy_of_bruno().paths


def test_what_nobody_uses_goes_with_its_note(course, browse):
    browser = browse("bruno")
    upload(browser)
    assert browser.post(f"{LIBRARY}/ladder-of-duties.png/remove").status_code == 303
    assert not [path for path in copy_of_bruno().paths if "duties" in path]


def test_a_file_is_replaced_by_one_of_its_kind(course, browse):
    browser = browse("bruno")
    upload(browser)
    before = copy_of_bruno().read("media/ladder-of-duties.png")
    address = f"{LIBRARY}/ladder-of-duties.png/content"

    def replace(name, content):
        file = (io.BytesIO(content), name)
        return browser.post(address, {"file": file}, content_type="multipart/form-data")

    assert replace("x.jpg", picture("JPEG")).status_code == 422
    assert copy_of_bruno().read("media/ladder-of-duties.png") == before
    assert replace("x.png", picture(size=(9, 9))).status_code == 303
    assert copy_of_bruno().read("media/ladder-of-duties.png") != before


def test_a_film_has_captions_by_language(course, browse):
    browser = browse("bruno")
    film = b"\0\0\0\x18ftypmp42" + b"\0" * 500
    upload(browser, name="Talk.mp4", content=film, alt="")
    assert "No captions" in browser.get(LIBRARY).text

    def caption(name, content):
        file = (io.BytesIO(content), name)
        sent = {"file": file, "language": "ar"}
        address = f"{LIBRARY}/talk.mp4/captions"
        return browser.post(address, sent, content_type="multipart/form-data")

    assert caption("x.png", picture()).status_code == 422
    assert caption("x.vtt", b"WEBVTT\n\n").status_code == 303
    copy = copy_of_bruno()
    assert queries.get_medium(copy, "talk.mp4").captions == {"ar": "media/talk.ar.vtt"}
    shown = {"text": "![A talk](media/talk.mp4)\n"}
    preview = browser.post("/teach/small/pages/origins/preview", shown, headers=SCRIPT).text
    assert "<video" in preview
    assert "media/talk.ar.vtt" in preview
    assert [medium.name for medium in queries.list_media(copy)] == ["ladder.svg", "talk.mp4"]
    assert check_course(copy.files()).problems == ()


def test_an_unknown_file_is_not_found(course, browse):
    assert browse("bruno").get(f"{LIBRARY}/none.png").status_code == 404


def test_loose_captions_stand_in_the_library():
    assert media.own_files(["media/a.ar.vtt", "media/b.mp4", "media/b.fr.vtt"]) == [
        "a.ar.vtt", "b.mp4",
    ]  # fmt: skip

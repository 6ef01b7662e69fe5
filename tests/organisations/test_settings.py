"""The installation's name, sender and emblem; an emblem is drawn anew or refused."""

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from lms.accounts import queries as people
from lms.kit import storage
from lms.organisations import emblem, queries, rules
from tests import cast


def picture(kind="PNG", size=(800, 400), **more):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def save(browser, **values):
    data = {"name": "Academy", "mail_sender": "training@example.org", **values}
    return browser.post("/admin/settings", data)


def test_the_name_stands_on_every_page(browse):
    browser = browse("emre")
    assert save(browser).status_code == 303
    assert "Academy" in browse().get("/login").text
    assert queries.get_site().mail_sender == "training@example.org"
    assert 'value="Academy"' in browser.get("/admin/settings").text
    assert save(browser, mail_sender="").status_code == 303
    assert queries.get_site().mail_sender is None


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"mail_sender": "nobody"}, "This is not an e-mail address."),
        ({"emblem": b"<svg/>"}, "This is not a picture that we can read."),
    ],
)
def test_wrong_settings_say_why(browse, values, message):
    if "emblem" in values:
        values = {"emblem": (io.BytesIO(values["emblem"]), "emblem.svg")}
    answer = save(browse("emre"), **values)
    assert answer.status_code == 422
    assert message in answer.text


def test_settings_are_for_the_administrators_of_the_whole_installation(browse):
    assert browse("gita").get("/admin/settings").status_code == 403
    assert save(browse("gita")).status_code == 403
    assert save(browse("amina")).status_code == 403
    assert save(browse()).location == "/login"
    assert queries.get_site().name == rules.DEFAULT_NAME


def test_a_picture_is_drawn_for_those_alone_who_may_change_it(browse):
    sent = io.BytesIO(picture(size=(31, 17)))
    assert save(browse("gita"), emblem=(sent, "emblem.png")).status_code == 403
    drawn = hashlib.sha256(emblem.redraw(picture(size=(31, 17)))).hexdigest()
    assert not storage.exists(drawn)
    save(browse("emre"), emblem=(io.BytesIO(picture(size=(31, 17))), "emblem.png"))
    assert storage.exists(drawn)


def test_an_emblem_is_served_by_its_hash_until_it_is_removed(browse):
    browser = browse("emre")
    assert save(browser, emblem=(io.BytesIO(picture()), "emblem.png")).status_code == 303
    address = f"/emblem/{queries.get_site().emblem_hash}"
    assert address in browse().get("/login").text
    answer = browse().get(address)
    assert answer.mimetype == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert Image.open(io.BytesIO(answer.data)).size == (512, 256)
    assert browse().get("/emblem/" + "0" * 64).status_code == 404
    save(browser, removes_emblem="y")
    assert queries.get_site().emblem_hash is None
    assert browse().get(address).status_code == 404


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_three_kinds_of_pictures_are_read(kind):
    drawn = Image.open(io.BytesIO(emblem.redraw(picture(kind))))
    assert (drawn.format, drawn.mode) == ("PNG", "RGBA")


def test_what_the_file_says_beside_the_picture_is_left_out():
    secret = PngImagePlugin.PngInfo()
    secret.add_text("Comment", "taken at home")
    assert b"taken at home" not in emblem.redraw(picture(pnginfo=secret))


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", picture("GIF"), picture()[:200], b"<svg/>"]
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(rules.EmblemUnreadable):
        emblem.redraw(content)


def test_a_picture_that_would_fill_the_memory_is_refused_by_its_head():
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    bomb = (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
        + struct.pack(">I", zlib.crc32(chunk)) + struct.pack(">I", 0) + b"IDAT"
    )  # fmt: skip
    with pytest.raises(rules.EmblemTooLarge):
        emblem.redraw(bomb)
    with pytest.raises(rules.EmblemTooLarge):
        emblem.redraw(b"x" * (rules.LARGEST_EMBLEM + 1))


def test_an_administrator_says_that_two_publish(app, browse):
    installation = queries.find_installation()
    below = people.find_person(cast.id_of("bruno")).organisation_id
    path = queries.get_organisation(below).path
    emre = browse("emre")
    address = f"/admin/organisations/{installation.id}"
    assert not queries.needs_second_person(path)
    assert emre.post(f"{address}/publishing", {"needs_second_person": "y"}).status_code == 303
    assert queries.needs_second_person(path)
    assert "that holds here too" in emre.get(f"/admin/organisations/{below}").text
    assert "checked" in emre.get(address).text
    assert emre.post(f"{address}/publishing").status_code == 303
    assert not queries.needs_second_person(path)


def test_others_do_not_say_so(app, browse):
    address = f"/admin/organisations/{queries.find_installation().id}/publishing"
    for name, status in ((None, 303), ("bruno", 403), ("gita", 404)):
        assert browse(name).post(address, {"needs_second_person": "y"}).status_code == status

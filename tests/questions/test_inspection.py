"""Files that are handed in: what is taken, and what is refused with which reason."""

import io
import struct
import zipfile
from contextlib import suppress

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.handed_in import ENDINGS
from lms.questions.inspection import FileRefused, FileTooLarge, inspect_file, refusals
from tests.questions import uploaded
from tests.questions.uploaded import ALL, office_parts, open_parts, packed, relations, whole

EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(200)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def look(name, content, **more):
    return inspect_file(uploaded.question(**more), name, io.BytesIO(content))


def refusal(name, content, **more):
    with pytest.raises(FileRefused) as caught:
        look(name, content, **more)
    return type(caught.value)


@pytest.mark.parametrize("kind", ALL)
def test_a_whole_file_of_each_kind_is_taken(kind):
    content = whole(kind)
    for ending in ENDINGS[kind]:
        stream = io.BytesIO(content)
        stream.seek(3)
        found = inspect_file(uploaded.question(), f"مذكرة.{ending.upper()}", stream)
        assert (found.name, found.kind, found.size) == (f"مذكرة.{ending}", kind, len(content))
        assert stream.tell() == 0


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("other", ALL)
def test_a_file_under_the_name_of_another_kind_is_refused(kind, other):
    if kind != other and {kind, other} != {"txt", "csv"}:
        assert refusal(f"memo.{other}", whole(kind)) is refusals.NotWhatItSays


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind not in {"txt", "csv"}])
@given(share=st.floats(0.05, 0.95))
def test_what_is_cut_off_is_refused(kind, share):
    content = whole(kind)
    # A document without its end is mended by its reader, as far as it is there.
    if kind != "pdf":
        assert refusal(f"memo.{kind}", content[: max(10, int(len(content) * share))])


@given(st.binary(min_size=1, max_size=2000), st.sampled_from(ALL))
def test_no_content_makes_it_stumble(content, kind):
    with suppress(FileRefused):
        look(f"memo.{kind}", content)


@given(st.integers(0, 10_000), st.integers(0, 255), st.sampled_from(["docx", "odt", "png", "pdf"]))
def test_a_changed_byte_makes_no_stumble_either(place, value, kind):
    content = bytearray(whole(kind))
    content[place % len(content)] = value
    with suppress(FileRefused):
        look(f"memo.{kind}", bytes(content))


def test_size_kind_and_nothing_at_all():
    assert refusal("memo.docx", b"") is refusals.FileEmpty
    assert refusal("memo.docx", bytes(1_000_001), megabytes=1) is FileTooLarge
    assert FileTooLarge.status == 413
    assert refusal("memo.docx", whole("docx"), kinds=["pdf"]) is refusals.KindNotTaken
    assert refusal("tool.exe", EXE) is refusals.KindNotTaken
    # Read from right to left, the name seems to end in “pdf”.
    assert refusal("memo\u202efdp.exe", EXE) is refusals.KindNotTaken
    assert refusal("memo", EXE) is refusals.KindNotTaken
    with pytest.raises(FileRefused, match=r"Choose one of: png, jpg, jpeg\."):
        look("memo.pdf", whole("pdf"), kinds=["png", "jpeg"])


@pytest.mark.parametrize("kind", ALL)
def test_a_program_under_another_name_is_refused(kind):
    assert refusal(f"memo.{kind}", EXE) is refusals.NotWhatItSays


def test_macros_and_programs_are_refused():
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert refusal("memo.docx", packed(office_parts("docx", macro))) is refusals.FileActs
    for name in ("word/vbaProject.bin", "xl/macrosheets/sheet1.xml", "word/activeX/activeX1.xml",
                 "word/embeddings/oleObject1.bin", "word/embeddings/tool.EXE",
                 "word/embeddings/other.docm"):  # fmt: skip
        parts = office_parts() | {name: b"x"}
        assert refusal("memo.docx", packed(parts)) is refusals.FileActs, name
    for name in ("Basic/Standard/script-lb.xml", "Scripts/python/act.py"):
        assert refusal("memo.odt", packed(open_parts() | {name: b"x"})) is refusals.FileActs
    # The table behind a chart is no program.
    look("memo.docx", packed(office_parts() | {"word/embeddings/table.xlsx": b"x"}))


def test_what_would_be_loaded_from_elsewhere_is_refused():
    for kind in ("attachedTemplate", "image", "oleObject", "frame"):
        links = relations((kind, "https://example.org/x", "External"))
        parts = office_parts() | {"word/_rels/document.xml.rels": links}
        assert refusal("memo.docx", packed(parts)) is refusals.FileReachesOut, kind
    link = relations(("hyperlink", "https://www.unodc.org/", "External"))
    look("memo.docx", packed(office_parts() | {"word/_rels/document.xml.rels": link}))


def test_passwords_are_told_from_old_formats():
    assert refusal("memo.docx", COMPOUND) is refusals.NotWhatItSays
    locked = COMPOUND + "EncryptedPackage".encode("utf-16-le")
    assert refusal("memo.docx", locked) is refusals.FileLocked
    assert refusal("memo.odt", packed(open_parts(entry="<m:encryption-data/>"))) is (
        refusals.FileLocked
    )
    assert refusal("memo.pdf", uploaded.locked_document()) is refusals.FileLocked
    content = bytearray(packed(office_parts()))
    place = content.rindex(b"PK\x01\x02")
    content[place + 8] |= 1
    assert refusal("memo.docx", bytes(content)) is refusals.FileLocked


def test_bombs_are_not_unpacked():
    bomb = packed(office_parts() | {"word/media/a.xml": bytes(21 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert refusal("memo.docx", bomb) is refusals.UnpacksTooLarge
    many = office_parts() | {f"{number}.xml": b"" for number in range(4001)}
    assert refusal("memo.docx", packed(many)) is refusals.UnpacksTooLarge
    # The directory says that it is small; what comes out is cut there, and does not fit its sum.
    lying = bytearray(packed({"a.xml": b"x", **office_parts(), "b.xml": bytes(3000)}))
    place = lying.rindex(b"PK\x01\x02")
    lying[place + 24 : place + 28] = struct.pack("<L", 10)
    assert refusal("memo.docx", bytes(lying)) is refusals.FileDamaged


def test_entries_that_lie_over_each_other_are_refused():
    content = bytearray(packed(office_parts() | {"a.xml": b"x" * 50, "b.xml": b"x" * 50}))
    places = [at for at in range(len(content)) if content[at : at + 4] == b"PK\x01\x02"]
    former, last = places[-2:]
    content[last + 42 : last + 46] = content[former + 42 : former + 46]
    assert refusal("memo.docx", bytes(content))


def test_a_second_file_is_found():
    docx, odt, png, pdf = (whole(kind) for kind in ("docx", "odt", "png", "pdf"))
    assert refusal("memo.docx", docx + b"behind it") is refusals.SecondFile
    assert refusal("memo.docx", docx + pdf)
    assert refusal("memo.odt", odt[:30] + b"%PDF-1.7" + odt[30:]) is refusals.SecondFile
    assert refusal("memo.png", png + docx) is refusals.SecondFile
    assert refusal("memo.png", png + b"<script>") is refusals.SecondFile
    assert refusal("memo.pdf", pdf + docx) is refusals.SecondFile
    # Something stands between the last entry and the directory.
    end = docx.index(b"PK\x01\x02")
    start = struct.pack("<L", end + 100)
    widened = docx[:end] + bytes(100) + docx[end:-6] + start + docx[-2:]
    assert zipfile.ZipFile(io.BytesIO(widened)).testzip() is None
    assert refusal("memo.docx", widened) is refusals.SecondFile
    commented = io.BytesIO(docx)
    with zipfile.ZipFile(commented, "a") as archive:
        archive.comment = b"<script>"
    assert refusal("memo.docx", commented.getvalue()) is refusals.SecondFile


def test_what_no_part_of_a_document_needs_is_refused():
    hostile = b'<!DOCTYPE x [<!ENTITY a "b">]><Types/>'
    parts = office_parts() | {"[Content_Types].xml": hostile}
    assert refusal("memo.docx", packed(parts)) is refusals.FileDamaged
    for name in ("../outside.xml", "/etc/passwd", "MAIN.XML"):
        assert refusal("memo.docx", packed(office_parts() | {name: b"x"})) is refusals.FileDamaged


def test_documents_that_act_are_refused():
    act = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    assert refusal("memo.pdf", uploaded.document(OpenAction=act)) is refusals.FileActs
    start = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
    assert refusal("memo.pdf", uploaded.document(OpenAction=start)) is refusals.FileActs
    carried = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary())
    assert refusal("memo.pdf", uploaded.document(Names=carried)) is refusals.FileActs
    # Where it opens is its author's business.
    look("memo.pdf", uploaded.document(OpenAction=pikepdf.Array([0, pikepdf.Name.Fit])))


@pytest.mark.parametrize(
    "content",
    ["المادة".encode(), "المادة".encode("utf-16"), "المادة".encode("cp1256"), "é".encode("latin-1"),
     b"\xef\xbb\xbfArticle", b"a\tb\r\n"],
)  # fmt: skip
def test_texts_in_any_encoding_are_taken(content):
    assert look("memo.txt", content).kind == "txt"
    assert look("memo.csv", content).kind == "csv"


def test_what_is_no_text_is_refused():
    for content in (b"a\x00b", b"\x1b[2J", b"\xff\xfea", b"{\\rtf1 x}", "a\x85b".encode()):
        assert refusal("memo.txt", content) is refusals.NotWhatItSays


def test_a_table_that_starts_a_program_is_refused():
    for cell in ("=cmd|'/c calc'!A1", "\"=cmd|'/c calc'!A1\"", "+cmd|'/c calc'!A1"):
        assert refusal("table.csv", f"a,{cell}\n".encode()) is refusals.FileActs, cell
    look("table.csv", b"Phone,Sum\n+43 1 26060,=SUM(A1:A2)\n")


def test_pictures_have_bounds():
    head = bytearray(whole("png"))
    head[16:24] = struct.pack(">LL", 10_000, 10_000)
    assert refusal("scan.png", bytes(head)) in {refusals.TooManyPixels, refusals.FileDamaged}

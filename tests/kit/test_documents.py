import io
import zlib

import pikepdf
import pytest

from lms.kit.documents import DocumentBroken, DocumentLocked, names_in

GIBIBYTE = 1024 * 1024 * 1024


def _saved(**options):
    content = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.beep()")
        document.save(content, **options)
    return content.getvalue()


def _unpacking_to(size):
    """Return a PDF of two objects in a stream that unpacks to `size` bytes, spaces for the most."""
    packer = zlib.compressobj(9)
    objects = b"1 0 2 34 " + b"<</Type/Catalog/Pages 2 0 R>>".ljust(34) + b"<</Type/Pages/Kids[]>>"
    space = b" " * (1024 * 1024)
    packed = packer.compress(objects)
    packed += b"".join(packer.compress(space) for _ in range(size // len(space))) + packer.flush()
    pdf = b"%PDF-1.5\n"
    first = len(pdf)
    head = b"3 0 obj <</Type/ObjStm/N 2/First 9/Filter/FlateDecode/Length %d>>stream\n"
    pdf += head % len(packed) + packed + b"\nendstream endobj\n"
    places = [(0, 0, 255), (2, 3, 0), (2, 3, 1), (1, first, 0), (1, len(pdf), 0)]
    table = b"".join(bytes([kind]) + at.to_bytes(4) + bytes([more]) for kind, at, more in places)
    head = b"4 0 obj <</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>stream\n"
    end = b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(pdf)
    return pdf + head % len(table) + table + end


def test_what_a_document_does_is_named():
    found = names_in(_saved())
    assert {"/OpenAction", "/JavaScript", "/JS"} <= found


def test_it_is_found_in_packed_objects_too():
    found = names_in(_saved(object_stream_mode=pikepdf.ObjectStreamMode.generate))
    assert {"/OpenAction", "/JavaScript", "/JS"} <= found


def test_a_locked_document():
    with pytest.raises(DocumentLocked):
        names_in(_saved(encryption=pikepdf.Encryption(user="u", owner="o")))


@pytest.mark.parametrize("content", [b"", b"words", b"%PDF-1.7\n"])
def test_what_is_none(content):
    with pytest.raises(DocumentBroken):
        names_in(content)


def test_what_unpacks_to_little_is_read_and_to_gigabytes_is_not():
    assert "/Pages" in names_in(_unpacking_to(0))
    bomb = _unpacking_to(2 * GIBIBYTE)
    assert len(bomb) < GIBIBYTE // 400
    with pytest.raises(DocumentBroken):
        names_in(bomb)

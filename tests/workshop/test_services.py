"""Working copies: kept until saved, merged when saved, never in another's way."""

from dataclasses import replace

import pytest

from lms.content import queries as content
from lms.content.services import import_course
from lms.kit.db import writing
from lms.workshop import queries, services
from lms.workshop.rules import FileNameRefused, NothingToSave, RevisionUnknown
from tests import cast
from tests.cast import NOW
from tests.content import courses

ORIGINS, WORDING = "pages/origins.md", "pages/wording.md"


@pytest.fixture
def course(app):
    with writing():
        import_course(cast.actor_of("bruno"), NOW, courses.files())
    return content.get_course("small")


@pytest.fixture
def bruno(app):
    return cast.actor_of("bruno")


@pytest.fixture
def other(app):
    """Another trainer of the same organisation."""
    bruno, chen = cast.actor_of("bruno"), cast.actor_of("chen")
    return replace(chen, grants=bruno.grants)


def write(actor, course, **texts):
    names = {"origins": ORIGINS, "wording": WORDING}
    changes = {names[name]: text.encode() if text else None for name, text in texts.items()}
    services.change_files(actor, NOW, course, changes)


def saved(course, path):
    return content.get_files(content.find_revision(course.id).tree_hash).get(path)


def test_a_change_is_the_persons_own_until_saved(course, bruno, other):
    write(bruno, course, origins="# Mine\n")
    assert queries.get_copy(course, bruno.person_id).read(ORIGINS) == b"# Mine\n"
    assert queries.get_copy(course, other.person_id).read(ORIGINS) != b"# Mine\n"
    assert services.save(bruno, NOW, course, "Origins").number == 2
    assert saved(course, ORIGINS) == b"# Mine\n"
    assert queries.get_copy(course, bruno.person_id).changes == {}
    revision = content.find_revision(course.id)
    assert (revision.message, revision.author_id) == ("Origins", bruno.person_id)


def test_what_is_again_as_it_was_is_no_change(course, bruno):
    before = queries.get_copy(course, bruno.person_id).read(ORIGINS)
    write(bruno, course, origins="# Mine\n")
    services.change_files(bruno, NOW, course, {ORIGINS: before})
    with pytest.raises(NothingToSave):
        services.save(bruno, NOW, course, "Nothing")


def test_two_who_change_different_files_are_merged(course, bruno, other):
    write(bruno, course, origins="# Bruno\n")
    write(other, course, wording="# Other\n")
    services.save(other, NOW, course, "Wording")
    assert queries.get_copy(course, bruno.person_id).is_behind
    done = services.save(bruno, NOW, course, "Origins")
    assert (done.number, done.is_merged) == (3, True)
    assert (saved(course, ORIGINS), saved(course, WORDING)) == (b"# Bruno\n", b"# Other\n")
    assert len(content.find_revision(course.id).parents) == 2


def test_two_who_change_one_file_are_asked(course, bruno, other):
    write(bruno, course, origins="# Bruno\n")
    write(other, course, origins="# Other\n")
    services.save(other, NOW, course, "Other")
    done = services.save(bruno, NOW, course, "Bruno")
    assert (done.number, done.conflicts) == (None, (ORIGINS,))
    assert queries.get_copy(course, bruno.person_id).read(ORIGINS) == b"# Bruno\n"
    assert services.save(bruno, NOW, course, "Bruno", {ORIGINS: "theirs"}).number == 3
    assert saved(course, ORIGINS) == b"# Other\n"


def test_a_removed_file_is_gone_and_may_be_brought_back(course, bruno):
    before = saved(course, ORIGINS)
    write(bruno, course, origins=None)
    assert ORIGINS not in queries.get_copy(course, bruno.person_id).paths
    services.save(bruno, NOW, course, "Gone")
    assert saved(course, ORIGINS) is None
    services.restore(bruno, NOW, course, 1)
    services.save(bruno, NOW, course, "Back")
    assert saved(course, ORIGINS) == before
    with pytest.raises(RevisionUnknown):
        services.restore(bruno, NOW, course, 9)


def test_discarding_leaves_the_revision(course, bruno):
    write(bruno, course, origins="# Mine\n", wording="# Mine too\n")
    services.discard(bruno, course, [ORIGINS])
    assert set(queries.get_copy(course, bruno.person_id).changes) == {WORDING}
    services.discard(bruno, course)
    assert queries.get_copy(course, bruno.person_id).changes == {}


def test_a_file_of_another_name_is_refused(course, bruno):
    with pytest.raises(FileNameRefused):
        services.change_files(bruno, NOW, course, {"locale/ar.po": b""})

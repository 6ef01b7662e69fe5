"""Working copies: kept until saved, merged when saved, never in another's way."""

from dataclasses import replace

import pytest

from lms.content import hashes
from lms.content import queries as content
from lms.kit.db import writing
from lms.workshop import queries, services
from lms.workshop.queries.discarded import KEPT, get_discarded, list_discarded
from lms.workshop.rules import (
    Decision,
    FileNameRefused,
    NothingToDiscard,
    NothingToSave,
    RevisionUnknown,
)
from lms.workshop.services.files import bring_back
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

ORIGINS, WORDING = "pages/origins.md", "pages/wording.md"


@pytest.fixture
def course(app):
    with writing():
        factories.import_course(cast.actor_of("bruno"), NOW, courses.files())
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
    assert (done.number, done.incoming) == (3, (WORDING,))
    assert (saved(course, ORIGINS), saved(course, WORDING)) == (b"# Bruno\n", b"# Other\n")
    assert len(content.find_revision(course.id).parents) == 2


def test_two_who_change_one_file_are_asked(course, bruno, other):
    write(bruno, course, origins="# Bruno\n")
    write(other, course, origins="# Other\n")
    services.save(other, NOW, course, "Other")
    done = services.save(bruno, NOW, course, "Bruno")
    assert (done.number, done.conflicts) == (None, (ORIGINS,))
    assert queries.get_copy(course, bruno.person_id).read(ORIGINS) == b"# Bruno\n"
    seen = hashes.content_hash(b"# Other\n")
    stale = {ORIGINS: Decision("mine", hashes.content_hash(b"# Earlier\n"))}
    assert services.save(bruno, NOW, course, "Bruno", stale).conflicts == (ORIGINS,)
    theirs = {ORIGINS: Decision("theirs", seen)}
    assert services.save(bruno, NOW, course, "Bruno", theirs).number == 3
    assert saved(course, ORIGINS) == b"# Other\n"
    kept = list_discarded(course.id, bruno.person_id, NOW)
    assert [(was.path, was.content) for was in kept[0].files] == [(ORIGINS, b"# Bruno\n")]


def test_a_conflict_may_be_settled_by_hand(course, bruno, other):
    write(bruno, course, origins="# Bruno\n")
    write(other, course, origins="# Other\n")
    services.save(other, NOW, course, "Other")
    by_hand = Decision("mine", hashes.content_hash(b"# Other\n"), b"# Both\n")
    assert services.save(bruno, NOW, course, "Both", {ORIGINS: by_hand}).number == 3
    assert saved(course, ORIGINS) == b"# Both\n"


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
    services.discard(bruno, NOW, course, [ORIGINS])
    assert set(queries.get_copy(course, bruno.person_id).changes) == {WORDING}
    services.discard(bruno, NOW, course)
    assert queries.get_copy(course, bruno.person_id).changes == {}
    assert queries.find_copy_id(course.id, bruno.person_id) is None
    with pytest.raises(NothingToDiscard):
        services.discard(bruno, NOW, course)


def test_what_was_discarded_comes_back_for_some_days(course, bruno, other):
    write(bruno, course, origins="# Mine\n", wording=None)
    kept_id = services.discard(bruno, NOW, course)
    assert list_discarded(course.id, other.person_id, NOW) == []
    write(bruno, course, origins="# Later\n")
    kept = get_discarded(course.id, bruno.person_id, kept_id, NOW)
    bring_back(bruno, NOW, course, kept)
    copy = queries.get_copy(course, bruno.person_id)
    assert (copy.read(ORIGINS), copy.read(WORDING)) == (b"# Mine\n", None)
    replaced = list_discarded(course.id, bruno.person_id, NOW)
    assert [[file.content for file in was.files] for was in replaced] == [[b"# Later\n"]]
    assert list_discarded(course.id, bruno.person_id, NOW + KEPT * 2) == []


def test_restoring_keeps_what_it_replaces(course, bruno):
    write(bruno, course, origins="# Mine\n")
    services.save(bruno, NOW, course, "Mine")
    write(bruno, course, origins="# Unsaved\n", wording="# Too\n")
    services.restore(bruno, NOW, course, 1, [ORIGINS])
    copy = queries.get_copy(course, bruno.person_id)
    assert copy.read(WORDING) == b"# Too\n"
    kept = list_discarded(course.id, bruno.person_id, NOW)
    assert [[file.content for file in was.files] for was in kept] == [[b"# Unsaved\n"]]


def test_files_of_names_that_no_editor_gives_are_restored(course, bruno):
    factories.import_course(bruno, NOW, {**courses.files(), "README.md": b"Read me.\n"})
    factories.import_course(bruno, NOW, {**courses.files(), "README.md": b"Read it.\n"})
    services.restore(bruno, NOW, course, 2)
    assert queries.get_copy(course, bruno.person_id).read("README.md") == b"Read me.\n"


def test_a_file_of_another_name_is_refused(course, bruno):
    with pytest.raises(FileNameRefused):
        services.change_files(bruno, NOW, course, {"locale/ar.po": b""})


def test_a_copy_in_which_nothing_differs_is_not_behind(course, bruno, other):
    before = queries.get_copy(course, bruno.person_id).read(ORIGINS)
    write(bruno, course, origins="# Mine\n")
    services.change_files(bruno, NOW, course, {ORIGINS: before})
    write(other, course, origins="# Other\n")
    services.save(other, NOW, course, "Other")
    assert not queries.get_copy(course, bruno.person_id).is_behind
    write(bruno, course, wording="# Mine\n")
    done = services.save(bruno, NOW, course, "Wording")
    assert (done.number, done.incoming) == (3, ())
    assert saved(course, ORIGINS) == b"# Other\n"

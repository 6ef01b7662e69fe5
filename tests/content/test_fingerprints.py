"""Whether an activity of two versions has the same content: pages, quizzes, pictures, wordings."""

from collections.abc import Callable

import pytest

from lms.content import queries
from lms.content.queries.fingerprints import by_content
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from tests import cast, factories
from tests.learning import courses

ALL = {"pretest", "origins", "map", "wording", "reach", "review", "posttest"}


def publish(files: dict[str, bytes], **how: object) -> str:
    """Publish the files as they stand, and return the version's id."""
    factories.import_course(OPERATOR, cast.NOW, files)
    made = factories.publish_course(OPERATOR, cast.NOW, courses.SLUG, **how)
    db.session.commit()
    return made.version_id


def changed(edit: Callable[[dict[str, bytes]], None], before: dict | None = None) -> set[str]:
    """Return the activities that are another after an edit that makes a version."""
    files = dict(before or courses.files())
    old = publish(files)
    edit(files)
    new = publish(files)
    assert new != old
    return {name for name in ALL if not queries.is_same_activity(old, new, name)}


def swap(path: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def edit(files: dict[str, bytes]) -> None:
        assert old.encode() in files[path]
        files[path] = files[path].replace(old.encode(), new.encode())

    return edit


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("pages/map.md", "Text of map.", "Another text.", {"map"}),
        ("course.yaml", "title: A map of the chapters", "title: The map", set()),
        ("course.yaml", "visited: 80", "visited: 60", set()),
        ("quizzes/post-test.yaml", "minutes: 20", "minutes: 40", {"posttest"}),
        ("quizzes/post-test.yaml", "attempts: 3", "attempts: 5", set()),
        ("quizzes/post-test.yaml", "order: fixed", "order: shuffled", set()),
        ("questions/bank.yaml", "correct: yes", "correct: no", {"pretest", "posttest"}),
        ("questions/bank.yaml", "Statement 1 on", "Statement 9 on", {"pretest", "posttest"}),
    ],
)
def test_what_a_change_touches(app, path, old, new, expected) -> None:
    assert changed(swap(path, old, new)) == expected


PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="9"/>'


def test_a_picture_is_compared_by_its_content_not_by_its_address(app) -> None:
    files = courses.files(map="# map\n\n![A map](media/map.svg)\n")
    files["media/map.svg"] = PICTURE % 9

    def edit(other: dict[str, bytes]) -> None:
        other["media/map.svg"] = PICTURE % 10

    assert changed(swap("pages/reach.md", "Text of reach.", "More."), files) == {"reach"}
    assert changed(edit, files) == {"map"}


def test_a_sentence_mended_with_its_meaning_declared_is_no_difference(app) -> None:
    files = courses.files()
    old = publish(files)
    swap("pages/map.md", "Text of map.", "Mended text of map.")(files)
    assert publish(files, is_declared_unchanged=True) == old
    swap("pages/reach.md", "Text of reach.", "Other text.")(files)
    new = publish(files)
    assert new != old
    assert queries.is_same_activity(old, new, "map")
    assert not queries.is_same_activity(old, new, "reach")


def test_a_part_that_one_version_lacks_is_not_the_same(app) -> None:
    version_id = publish(courses.files())
    other = publish(courses.files(map="# map\n\nAnother.\n"))
    assert not queries.is_same_activity(version_id, other, "no-such-part")
    assert queries.is_same_activity(version_id, version_id, "map")


def test_the_sizes_that_a_picture_is_offered_in_are_no_content() -> None:
    plain = '<figure><img src="/media/other/map.png" alt="A map" loading="lazy"></figure>'
    drawn = (
        '<figure><picture><source srcset="/media/v/a.avif 640w" type="image/avif">'
        '<img src="/media/other/map.png" alt="A map" loading="lazy" width="640" height="480">'
        "</picture></figure>"
    )
    assert by_content("v", drawn) == by_content("v", plain)
    assert by_content("v", drawn.replace("A map", "A plan")) != by_content("v", plain)

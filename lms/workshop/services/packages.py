"""Packages that a trainer sends: looked into by a job, taken in by another once confirmed."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from lms.accounts.queries import find_actor
from lms.content import package
from lms.content import queries as content
from lms.content.hashes import entries_of
from lms.content.problems import Problem
from lms.content.rules import CourseInvalid, NotTheCoursesTrainer
from lms.content.services import import_prepared, list_taken_over, prepare_import
from lms.content.services.drafts import Prepared
from lms.content.stored import StoredFiles
from lms.kit import jobs, storage
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.i18n import N_, translate
from lms.kit.jobs import Job
from lms.workshop.queries.lineage import find_slug_problem
from lms.workshop.queries.packages import CHECK_PACKAGE, IMPORT_PACKAGE, Checked, find_old
from lms.workshop.reports import MOST, Message
from lms.workshop.rules import PackageNotValid, SlugReserved

IMPORTED = N_("Imported from a package")
# A statement may carry so many values on every database.
AT_ONCE = 500


def start_check(actor: Actor, now: datetime, content_hash: str) -> str:
    """Ask for a look into a package that is stored; return the job's id."""
    arguments = {"person": actor.person_id, "hash": content_hash}
    return jobs.enqueue(CHECK_PACKAGE, f"{actor.person_id}:{content_hash}", arguments, now)


def start_import(
    actor: Actor, now: datetime, checked: Checked, content_hash: str, organisation_id: str | None
) -> str:
    """Ask for a package to be taken in that was found right; return the job's id.

    Raises `PackageNotValid`.
    """
    if checked.slug is None:
        raise PackageNotValid
    arguments = {
        "person": actor.person_id, "hash": content_hash, "files": dict(checked.hashes),
        "slug": checked.slug, "organisation": organisation_id,
    }  # fmt: skip
    return jobs.enqueue(IMPORT_PACKAGE, f"{actor.person_id}:{content_hash}", arguments, now)


def check_package(content_hash: str) -> dict[str, Any]:
    """Return what a stored package holds or what is wrong with it; its files are stored."""
    path = storage.path_of(content_hash)
    try:
        with path.open("rb") as stream, package.packed_files(stream) as files:
            prepared = prepare_import(files)
            hashes = entries_of(files)
            translations = _compare_translations(prepared)
    except (package.PackageRefused, CourseInvalid) as error:
        return {"problems": [_kept(problem) for problem in error.problems]}
    problem = find_slug_problem(prepared.slug)
    if isinstance(problem, SlugReserved):
        at = Problem("course.yaml", 1, "id", problem.text, problem.text)
        return {"problems": [_kept(at)]}
    return {"slug": prepared.slug, "hashes": hashes, "translations": translations}


def _compare_translations(prepared: Prepared) -> dict[str, Any]:
    """Return by language how many translations taking it in would change, and the first of them.

    To read every catalogue of a long course takes seconds, so that it is done here, once.
    """
    course = content.find_course(prepared.slug)
    found = list_taken_over(course, prepared.files) if course else {}
    return {
        language: {"count": len(changes), "first": [asdict(one) for one in changes[:MOST]]}
        for language, changes in found.items()
    }


def _kept(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file, "line": problem.line, "field": problem.field,
        "message": Message.of(problem.message).model_dump(),
        "advice": Message.of(problem.advice).model_dump(),
    }  # fmt: skip


def unpack(arguments: Mapping[str, Any]) -> Prepared:
    """Return a package that was found right: its files are checked and stored already."""
    return Prepared(arguments["slug"], StoredFiles(arguments["files"]))


def sweep_packages(now: datetime) -> None:
    """Forget packages sent long ago, with what was found in them; a second time is nothing.

    A course that was taken in stays: its files stand in the storage by themselves.
    """
    old = find_old(now)
    for start in range(0, len(old.job_ids), AT_ONCE):
        db.session.execute(delete(Job).where(Job.id.in_(old.job_ids[start : start + AT_ONCE])))
    for content_hash in old.hashes:
        storage.remove(content_hash)


def import_package(
    now: datetime, arguments: Mapping[str, Any], prepared: Prepared
) -> dict[str, Any]:
    """Take a package in for who asked for it, and return what was made.

    Raises `NotTheCoursesTrainer`.
    """
    actor = find_actor(arguments["person"], now)
    if actor is None:
        raise NotTheCoursesTrainer
    message = translate(actor.language or "en", IMPORTED)
    done = import_prepared(actor, now, prepared, message, arguments["organisation"])
    return {"slug": done.slug, "revision": done.revision_number, "unchanged": done.is_unchanged}

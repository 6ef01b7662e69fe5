"""Packages that a trainer sends: looked into by a job, taken in by another once confirmed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lms.accounts.queries import find_actor
from lms.content import package
from lms.content.hashes import entries_of
from lms.content.problems import Problem
from lms.content.rules import CourseInvalid, NotTheCoursesTrainer
from lms.content.services import import_prepared, prepare_import
from lms.content.services.drafts import Prepared
from lms.kit import jobs, storage
from lms.kit.actor import Actor
from lms.kit.i18n import N_, translate
from lms.workshop.queries.lineage import find_slug_problem
from lms.workshop.queries.packages import CHECK_PACKAGE, IMPORT_PACKAGE, Checked
from lms.workshop.reports import Message
from lms.workshop.rules import PackageNotValid, SlugReserved

IMPORTED = N_("Imported from a package")


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
        "person": actor.person_id, "hash": content_hash,
        "slug": checked.slug, "organisation": organisation_id,
    }  # fmt: skip
    return jobs.enqueue(IMPORT_PACKAGE, f"{actor.person_id}:{content_hash}", arguments, now)


def check_package(content_hash: str) -> dict[str, Any]:
    """Return what a stored package holds or what is wrong with it; its files are stored."""
    try:
        files = _read(content_hash)
        prepared = prepare_import(files)
    except package.PackageRefused as error:
        return {"problems": [_kept(problem) for problem in error.problems]}
    except CourseInvalid as error:
        return {"problems": [_kept(problem) for problem in error.problems]}
    problem = find_slug_problem(prepared.slug)
    if isinstance(problem, SlugReserved):
        at = Problem("course.yaml", 1, "id", problem.text, problem.text)
        return {"problems": [_kept(at)]}
    return {"slug": prepared.slug, "hashes": entries_of(files)}


def _read(content_hash: str) -> dict[str, bytes]:
    with storage.path_of(content_hash).open("rb") as stream:
        return package.read_zip(stream)


def _kept(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file, "line": problem.line, "field": problem.field,
        "message": Message.of(problem.message).model_dump(),
        "advice": Message.of(problem.advice).model_dump(),
    }  # fmt: skip


def unpack(arguments: Mapping[str, Any]) -> Prepared:
    """Read a package that was found right: its files are checked and stored already."""
    return Prepared(arguments["slug"], _read(arguments["hash"]))


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

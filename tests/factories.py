"""What a test needs before it begins: a course that is imported, a draft that is published.

Both happen at once, in the transaction at hand; the doors that people use plan before it begins.
"""

from collections.abc import Collection
from datetime import datetime

from lms.content.reader import Files
from lms.content.services import (
    Imported,
    Publication,
    import_prepared,
    plan_publication,
    prepare_import,
    publish,
)
from lms.kit.actor import Actor


def import_course(
    actor: Actor, now: datetime, files: Files, folder: str = "", message: str = ""
) -> Imported:
    """Import a course's files, as `import_prepared` does."""
    return import_prepared(actor, now, prepare_import(files, folder), message)


def publish_course(
    actor: Actor,
    now: datetime,
    slug: str,
    *,
    is_declared_unchanged: bool = False,
    confirmed_by: Actor | None = None,
    offered: Collection[str] = (),
    left_out: Collection[str] = (),
) -> Publication:
    """Publish a course's draft; the words mean what they mean to `plan_publication`."""
    plan = plan_publication(
        actor, slug, is_declared_unchanged=is_declared_unchanged, confirmed_by=confirmed_by,
        offered=offered, left_out=left_out,
    )  # fmt: skip
    return publish(actor, now, plan)

"""The table of lists of certificates that were issued on paper.

What became of each line is what the job recorded of it.
"""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model


class PaperImport(Model):
    """A list that an administrator sent in: for whom, how it is read, what was done with it.

    The list itself is a file of the storage, by its hash.
    """

    __tablename__ = "paper_import"

    id: Mapped[Id]
    # Whose register its certificates enter.
    issuer_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    # None: the operator's.
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    file_name: Mapped[str]
    content_hash: Mapped[str]
    line_count: Mapped[int]
    reading: Mapped[Json]
    job_id: Mapped[str | None]
    undo_job_id: Mapped[str | None]
    created_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]

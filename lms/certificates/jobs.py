"""Background doors: make a file of a certificate, and issue to many.

Each may be run again at any time: what is done stays done once.
"""

from flask import current_app

from lms.certificates import queries, services
from lms.certificates.rendering import Emblem, render_certificate
from lms.kit import storage
from lms.kit.actor import OPERATOR, Actor
from lms.kit.jobs import Run


def prepare_file(run: Run) -> str | None:
    """Render the file and store it by its hash, which is returned; nothing where it is there."""
    certificate_id, language = run.arguments["certificate"], run.arguments["language"]
    return render_file(certificate_id, language, current_app.extensions["settings"].base_url)


def render_file(certificate_id: str, language: str, base_url: str) -> str | None:
    """Return the hash of a file just made and stored; nothing where there is one already."""
    certificate = queries.get_unrendered(certificate_id, language)
    if certificate is None:
        return None
    emblem_hash = certificate.emblem_hash
    emblem = Emblem(storage.get(emblem_hash), emblem_hash) if emblem_hash else None
    return storage.put(render_certificate(certificate, language, base_url, emblem))


def keep_file(run: Run) -> None:
    """Record the file that was made."""
    if run.prepared is not None:
        certificate_id, language = run.arguments["certificate"], run.arguments["language"]
        services.keep_file(run.now, certificate_id, language, run.prepared)


def issue_certificates(run: Run) -> None:
    """Issue to each person of a run, one transaction each."""
    person_id = run.arguments["person"]
    actor = Actor(kind="person", person_id=person_id) if person_id else OPERATOR
    run.for_each(
        run.arguments["enrolments"],
        work=lambda enrolment_id, _prepared: services.issue_one(actor, run.now, enrolment_id),
    )

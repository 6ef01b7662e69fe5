"""Who may see and change which designs, signatories and terms; loading and authorising in one.

They are an organisation's: its administrators', and those of the organisations above it.
"""

from dataclasses import dataclass

from lms.certificates.queries import designs, signatories
from lms.certificates.rules.design_rows import DesignRow, SignatoryRow, TrialRow
from lms.content import queries as content
from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.kit.territories import sort_tree
from lms.organisations import queries as organisations
from lms.organisations.queries import OrganisationRow
from lms.programmes.queries import curricula


@dataclass(frozen=True, slots=True)
class Issued:
    """What terms are said for: an organisation, or one of its courses or programmes."""

    organisation: OrganisationRow
    course_id: str | None = None
    programme_id: str | None = None
    # The short name of the course or programme.
    slug: str = ""

    @property
    def is_topmost(self) -> bool:
        """Say whether nothing stands above these terms that could say what they leave open."""
        is_whole = self.course_id is None and self.programme_id is None
        return is_whole and self.organisation.parent_id is None


def list_issuers_for(actor: Actor, language: str) -> list[OrganisationRow]:
    """Return the organisations that the actor administers, by name, each below what it is of."""
    rows = organisations.list_organisations()
    own = [row for row in rows if actor.has_role("administrator", path=row.path)]
    return sort_tree(own, language)


def load_issuer_for(actor: Actor, organisation_id: str) -> OrganisationRow:
    """Return an organisation that the actor administers; raise `NotVisible` or `NotAllowed`."""
    organisation = organisations.get_organisation(organisation_id)
    _check(actor, organisation.path)
    return organisation


def load_design_for(actor: Actor, design_id: str) -> DesignRow:
    """Return a design that the actor may work on; raise `NotVisible` or `NotAllowed`."""
    design = designs.find_design(design_id)
    if design is None:
        raise NotVisible
    _check(actor, design.organisation_path)
    return design


def load_trial_for(actor: Actor, design_id: str, trial_id: str) -> TrialRow:
    """Return a trial drawing of a design that the actor may work on."""
    load_design_for(actor, design_id)
    trial = designs.find_trial(trial_id)
    if trial is None or trial.design_id != design_id:
        raise NotVisible
    return trial


def load_signatory_for(actor: Actor, signatory_id: str) -> SignatoryRow:
    """Return a signatory whom the actor may change; raise `NotVisible` or `NotAllowed`."""
    signatory = signatories.find_signatory(signatory_id)
    if signatory is None or signatory.archived_at is not None:
        raise NotVisible
    _check(actor, signatory.organisation_path)
    return signatory


def load_signatory_link(token: str) -> SignatoryRow:
    """Return whose signature a mailed link is about; raise `NotVisible` where it opens nothing."""
    signatory = signatories.find_by_token(token)
    if signatory is None or signatory.picture_hash is None:
        raise NotVisible
    return signatory


def load_issued_by_for(actor: Actor, kind: str, reference: str) -> Issued:
    """Return what terms may be said for by the actor: `organisation`, `course` or `programme`.

    `reference` is the organisation's id, or the short name of the course or programme. Raises
    `NotVisible`, `NotAllowed`.
    """
    if kind == "organisation":
        return Issued(load_issuer_for(actor, reference))
    if kind == "course":
        course = content.find_course(reference)
        if course is None:
            raise NotVisible
        return Issued(load_issuer_for(actor, course.owner_id), course_id=course.id, slug=reference)
    programme = curricula.find_programme(reference) if kind == "programme" else None
    if programme is None:
        raise NotVisible
    owner = load_issuer_for(actor, programme.organisation_id)
    return Issued(owner, programme_id=programme.id, slug=reference)


def list_usable_designs(organisation: OrganisationRow) -> list[DesignRow]:
    """Return the published designs that an organisation may issue with: its own and those above."""
    every = designs.list_designs(organisation.path.split("/"))
    return [design for design in every if design.published_hash is not None]


def list_usable_signatories(path: str) -> list[SignatoryRow]:
    """Return who may sign for the organisation at `path`: its own people and those above."""
    return signatories.list_signatories(path.split("/"))


def _check(actor: Actor, path: str) -> None:
    if not actor.has_role("administrator", path=path):
        raise NotAllowed

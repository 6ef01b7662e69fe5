"""Trying a draft: it is drawn with sample data, looked at, and what is wrong is told.

Done by the worker alone. What is wrong without a drawing is found in `rules.preflight`.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from lms.certificates.drawing.engine import RenderingFailed, SheetFull
from lms.certificates.drawing.fitting import find_overflow
from lms.certificates.drawing.looking import Fault, look, picture_of
from lms.certificates.drawing.pictures import is_readable
from lms.certificates.drawing.rendering import Emblem, render_certificate
from lms.certificates.drawing.sheet import texts_of
from lms.certificates.queries import designs
from lms.certificates.queries.problems import tell_complaints
from lms.certificates.queries.signatories import get_signatories
from lms.certificates.rules.design_rows import DesignRow, Tried
from lms.certificates.rules.designs import VARIABLES, Design, split_wording
from lms.certificates.rules.preflight import Problem
from lms.certificates.rules.samples import SAMPLES, Around, Sample, sample_facts
from lms.certificates.services.publishing import Checked
from lms.kit import storage
from lms.kit.errors import DomainError
from lms.kit.i18n import LANGUAGES, N_, Text
from lms.organisations import queries as organisations

FAULTS: dict[Fault, str] = {
    "pages": N_("The certificate has %(text)s pages instead of one. Tried with: %(sample)s."),
    "outside": N_("“%(text)s” leaves the sheet. Tried with: %(sample)s."),
    "overlap": N_("“%(text)s” lies on another text. Tried with: %(sample)s."),
}
NO_ROOM = N_("There is no room for %(what)s, even in small letters. Tried with: %(sample)s.")
PLACES = {
    "name": N_("the holder's name"),
    "latin_name": N_("the name in Latin letters"),
    "subject": N_("the title"),
}
SHEET_FULL = N_(
    "Not all of it has room on one sheet, even in small letters. Shorten the wording, show less "
    "or choose another layout. Tried with: %(sample)s."
)
NO_GLYPH = N_("A text has characters that none of the shipped fonts has.")
FAILED = N_("The drawing did not succeed: %(reason)s")
NOT_SHIPPED = N_(
    "The template names %(address)s. Only files that are shipped with it are used; nothing is "
    "fetched from the network or the disk."
)
_NOT_SHIPPED = re.compile(
    r"(?:not one of the shipped files: |Error fetching \")(?P<address>[^\s\";]+)"
)
_LONGEST_QUOTE = 60
# For so long drawings need not be made again: later the program may draw in another way.
KEPT = timedelta(hours=1)
_AS_BRACKETS = str.maketrans("{}", "()")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A trial drawing: its file and picture by hash, or what speaks against it."""

    trial_id: str
    pdf_hash: str | None
    picture_hash: str | None
    problems: tuple[Problem, ...]


def draw_trial(trial_id: str, base_url: str) -> Drawn | None:
    """Draw what was asked for and store it; nothing where it is done, or the draft has changed."""
    trial = designs.find_trial(trial_id)
    design = designs.find_design(trial.design_id) if trial else None
    if trial is None or design is None or trial.made_at or trial.draft_hash != design.draft_hash:
        return None
    sample: Sample = next(one for one in SAMPLES if one == trial.sample)
    pdf, problems = _try(design, _around(design), sample, trial.language, trial.beside, base_url)
    if pdf is None:
        return Drawn(trial_id, None, None, tuple(problems))
    return Drawn(trial_id, storage.put(pdf), storage.put(picture_of(pdf)), tuple(problems))


def check_drawings(
    design_id: str, draft_hash: str, language: str, base_url: str, now: datetime
) -> Checked | None:
    """Draw a draft in a language with each sample, and return all that is wrong with it.

    What was drawn lately from the same is not drawn again. Nothing where the draft is another one
    by now, or was tried.
    """
    design = designs.find_design(design_id)
    if design is None or design.is_checked or design.draft_hash != draft_hash:
        return None
    around = _around(design)
    key = key_of(design.draft, around, language)
    last = design.tried.get(language)
    if last and last.key == key and last.drawn_at and now - last.drawn_at < KEPT:
        return Checked(design_id, language, replace(last, draft_hash=draft_hash))
    found: dict[Problem, None] = {}
    for sample in SAMPLES:
        _pdf, problems = _try(design, around, sample, language, "", base_url)
        found |= dict.fromkeys(problems)
    return Checked(design_id, language, Tried(draft_hash, tuple(found), key, now))


def key_of(design: Design, around: Around, language: str) -> str:
    """Return what is the same wherever drawings in a language come out alike but for colours.

    Colours move no text: their contrast is reckoned, not drawn.
    """
    values = design.to_json() | {"colours": {}, "wording": design.wording.get(language, {})}
    plain = json.dumps([values, asdict(around)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _around(design: DesignRow) -> Around:
    issuer = organisations.get_organisation(design.organisation_id)
    chosen = design.draft.signatories
    there = get_signatories(chosen)
    emblem = design.draft.emblem_hash or organisations.find_installation().emblem_hash
    return Around(
        issuer_names={language: issuer.label(language) for language in LANGUAGES},
        emblem_hash=emblem,
        signatories=tuple(there[one].as_printed for one in chosen if one in there),
    )


def _try(
    design: DesignRow, around: Around, sample: Sample, language: str, beside: str, base_url: str
) -> tuple[bytes | None, list[Problem]]:
    facts = sample_facts(sample, language, around)
    tried = Text(SAMPLES[sample])
    problems = [
        Problem("overflow", Text(NO_ROOM, what=Text(PLACES[what]), sample=tried), language)
        for what in find_overflow(facts, language, beside, design.draft)
    ]
    missing = tell_complaints(
        *texts_of(facts, tuple(filter(None, (language, beside))), design.draft)
    )
    problems += [Problem("characters", one, language) for one in missing]
    if missing:
        return None, problems
    try:
        pdf = render_certificate(
            facts,
            language,
            base_url,
            beside=beside,
            emblem=_emblem(around),
            pictures=_signatures(around),
            design=printable(design.draft),
        )
    except SheetFull:
        return None, [*problems, Problem("overflow", Text(SHEET_FULL, sample=tried), language)]
    except (DomainError, RenderingFailed) as error:
        return None, [*problems, Problem("drawing", explain(error), language)]
    return pdf, [*problems, *_look(pdf, language, tried)]


def _look(pdf: bytes, language: str, tried: Text) -> list[Problem]:
    """Return what a reader would see amiss on a drawing."""
    return [
        Problem(
            "overflow",
            Text(FAULTS[seen.fault], text=seen.text[:_LONGEST_QUOTE], sample=tried),
            language,
        )
        for seen in look(pdf)
    ]


def printable(design: Design) -> Design:
    """Return the design with what stands in unknown or single braces as plain text.

    That it is unknown is told by the rules; the drawing shows where.
    """
    wording = {
        language: {slot: _without_unknown(text) for slot, text in texts.items()}
        for language, texts in design.wording.items()
    }
    return replace(design, wording=wording)


def _without_unknown(text: str) -> str:
    return "".join(
        f"{{{piece.text}}}"
        if piece.is_variable and piece.text in VARIABLES
        # Braces that are left would find each other once more when the drawing splits the text.
        else f"({piece.text})"
        if piece.is_variable
        else piece.text.translate(_AS_BRACKETS)
        for piece in split_wording(text)
    )


def _emblem(around: Around) -> Emblem | None:
    # One that cannot be read any more is told of by the rules; the drawing does without.
    content = _stored(around.emblem_hash)
    return Emblem(content, str(around.emblem_hash)) if content else None


def _signatures(around: Around) -> dict[str, bytes]:
    hashes = [one.picture_hash for one in around.signatories if one.picture_hash]
    return {one: content for one in hashes if (content := _stored(one))}


def _stored(content_hash: str | None) -> bytes | None:
    if content_hash is None or not storage.exists(content_hash):
        return None
    content = storage.get(content_hash)
    return content if is_readable(content) else None


def explain(error: DomainError | RenderingFailed) -> Text:
    """Return why a drawing failed, in plain words."""
    if isinstance(error, DomainError):
        return error.text
    foreign = _NOT_SHIPPED.search(str(error))
    if foreign is not None:
        address = foreign["address"]
        # Of a file its name: where the program stands is nobody's business.
        is_file = address.startswith("file:")
        return Text(NOT_SHIPPED, address=address.rpartition("/")[2] if is_file else address)
    if ".notdef" in str(error):
        return Text(NO_GLYPH)
    return Text(FAILED, reason=str(error))

"""Sample facts, with which a design is looked at before anybody gets a certificate of it.

Nobody of these people exists, and their codes verify nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from lms.certificates.rules import LONGEST_NAME
from lms.certificates.rules.facts import Facts, Signatory
from lms.kit.i18n import N_

Sample = Literal["ordinary", "longest", "scripts", "rtl", "missing"]
SAMPLES: dict[Sample, str] = {
    "ordinary": N_("An ordinary name"),
    "longest": N_("The longest name and title"),
    "scripts": N_("A name with every script"),
    "rtl": N_("A name written from right to left"),
    "missing": N_("Only what is always known"),
}
# Reads as what it is, and is no code: its check character does not fit.
SAMPLE_CODE = "SAMPLE" * 3
_LONG_NAME = "Maximiliana Bartholomäa Wolfeschlegelsteinhausenbergerdorff-Papadiamantopoulou "
_LONG_HONORIFIC = "Her Excellency Ambassador Professor Dr"
_LONG_TITLE = {
    "en": "Preventing, detecting and investigating corruption in public procurement, from the "
    "planning of needs to the last payment",
    "fr": "Prévenir, détecter et poursuivre la corruption dans les marchés publics, de la "
    "définition des besoins jusqu’au dernier paiement",
    "es": "Prevención, detección e investigación de la corrupción en la contratación pública, "
    "desde la planificación hasta el último pago",
    "ru": "Предупреждение, выявление и расследование коррупции при государственных закупках: от "
    "планирования до последнего платежа",
    "ar": "منع الفساد في المشتريات العمومية وكشفه والتحقيق فيه، من تخطيط الاحتياجات إلى آخر دفعة",
    "zh": "公共采购中腐败行为的预防、发现与调查：从需求规划到最后一笔付款",
}
_TITLE = {
    "en": "Integrity in public procurement",
    "fr": "L’intégrité dans les marchés publics",
    "es": "Integridad en la contratación pública",
    "ru": "Добросовестность в государственных закупках",
    "ar": "النزاهة في المشتريات العمومية",
    "zh": "公共采购中的廉正",
}
_CONDITIONS = {
    "en": "Valid together with an identity document.",
    "fr": "Valable accompagné d’une pièce d’identité.",
    "es": "Válido junto con un documento de identidad.",
    "ru": "Действителен вместе с документом, удостоверяющим личность.",
    "ar": "صالحة مع وثيقة هوية.",
    "zh": "须与身份证件一并出示方为有效。",
}
_PLACE = {
    "en": "Vienna",
    "fr": "Vienne",
    "es": "Viena",
    "ru": "Вена",
    "ar": "فيينا",
    "zh": "维也纳",
}


@dataclass(frozen=True, slots=True)
class Around:
    """What a sample takes from the organisation: its names, its emblem, who would sign."""

    issuer_names: Mapping[str, str]
    emblem_hash: str | None = None
    signatories: tuple[Signatory, ...] = ()


def sample_facts(sample: Sample, language: str, around: Around) -> Facts:
    """Return the facts of a certificate of nobody, for a drawing in `language`."""
    return replace(_ordinary(language, around), **_CHANGES[sample])


def _ordinary(language: str, around: Around) -> Facts:
    return Facts(
        code=SAMPLE_CODE,
        kind="achievement",
        holder_name="Samira Keller",
        subject="programme",
        subject_code="sample",
        titles=_TITLE,
        articles=("7", "8", "9", "60"),
        version=3,
        content_hash="5a" * 32,
        edition=None,
        study_language=language,
        hours=48.0,
        points="87.5",
        issuer_names=around.issuer_names,
        emblem_hash=around.emblem_hash,
        issued_on=date(2027, 3, 1),
        valid_until=date(2030, 2, 28),
        exam_language=language,
        sessions_attended=12,
        sessions_held=14,
        signatories=around.signatories,
        places=_PLACE,
        conditions=_CONDITIONS,
    )


_CHANGES: dict[Sample, dict[str, Any]] = {
    "ordinary": {},
    "longest": {
        "holder_name": (_LONG_NAME * 2)[:LONGEST_NAME].strip(),
        "honorific": _LONG_HONORIFIC,
        "titles": _LONG_TITLE,
        "articles": ("5", "7", "9", "12", "14", "17", "23", "31", "44", "52", "57", "60"),
    },
    "scripts": {"holder_name": "Samira Самира سميرة 萨米拉", "kind": "participation",
                "points": None},
    "rtl": {"holder_name": "سميرة عبد الرحمن القاضي", "latin_name": "Samira Abdulrahman Al-Qadi",
            "honorific": "القاضية"},
    "missing": {
        "kind": "participation", "subject": "course", "articles": (), "edition": 1, "hours": 1.5,
        "points": None, "valid_until": None, "exam_language": None, "sessions_attended": None,
        "sessions_held": None, "places": {}, "conditions": {},
    },
}  # fmt: skip

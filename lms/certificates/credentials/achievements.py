"""What was achieved, as Open Badges 3.0 describes it: the same for everybody who achieved it.

Who achieved it, and when, is said in `badge`.
"""

import base64
import hashlib
import json
from typing import Any

from lms.certificates.credentials.addresses import Addresses
from lms.certificates.rules import KINDS
from lms.certificates.rules.facts import Facts
from lms.kit.i18n import LANGUAGES, N_, catalogue, translate

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
# Of the terms of Open Badges 3.0 (AchievementType) the two that say no more than we do.
_TYPES = {"participation": "CertificateOfCompletion", "achievement": "Certificate"}
_LEVEL = N_("Level reached")
# What is asked of everybody, by subject and kind; in Open Badges: criteria.
_CRITERIA = {
    ("course", "participation"): N_(
        "Take part in the course to the extent that its published rules ask for."
    ),
    ("course", "achievement"): N_("Complete the course and pass its exam."),
    ("programme", "participation"): N_(
        "Take part in the programme to the extent that its published rules ask for."
    ),
    ("programme", "achievement"): N_("Meet every requirement of the programme."),
}
_KEY_BYTES = 16


def achievement_key(facts: Facts) -> str:
    """Return what an achievement is known by: 26 letters and digits drawn from what it is.

    Everybody who gets a certificate of the same version, kind and language of study from the same
    organisation has the same one; nobody can work it out who does not know all of that.
    """
    parts = [
        facts.subject, facts.subject_code, facts.kind, facts.version, facts.content_hash,
        facts.study_language, sorted(facts.titles.items()), list(facts.articles),
        sorted(facts.issuer_names.items()), _result_type(facts),
    ]  # fmt: skip
    written = json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    digest = hashlib.sha256(written).digest()[:_KEY_BYTES]
    return base64.b32encode(digest).decode("ascii").rstrip("=").lower()


def language_of(facts: Facts) -> str:
    """Return the language in which a credential describes what was achieved: that of study.

    Where it is not known, it is English, else one that the title is in.
    """
    if facts.study_language in LANGUAGES:
        return facts.study_language
    return next((language for language in ("en", *LANGUAGES) if language in facts.titles), "en")


def make_achievement(facts: Facts, language: str, addresses: Addresses) -> dict[str, Any]:
    """Return the Achievement in a language, with its editions in the others (`related`)."""
    key = achievement_key(facts)
    address = addresses.achievement(key, language)
    achievement = {
        "id": address,
        "type": ["Achievement"],
        "achievementType": _TYPES[facts.kind],
        "name": facts.title_in(language),
        "description": translate(language, KINDS[facts.kind]),
        "criteria": {"narrative": translate(language, _CRITERIA[facts.subject, facts.kind])},
        "creator": make_profile(facts, language, addresses),
        "humanCode": facts.subject_code,
        "inLanguage": language,
        "related": [
            {"id": addresses.achievement(key, other), "type": ["Related"], "inLanguage": other}
            for other in LANGUAGES
            if other != language and other in facts.titles
        ],
        "version": None if facts.version is None else str(facts.version),
        "tag": [f"UNCAC {article}" for article in facts.articles],
        "resultDescription": _describe_result(facts, language, address),
    }
    # Open Badges 3.0, 9.1: what is not known, and a list of nothing, is left out.
    return {name: value for name, value in achievement.items() if value not in (None, [])}


def make_profile(facts: Facts, language: str, addresses: Addresses) -> dict[str, Any]:
    """Return the issuer's Profile as the certificate names it."""
    return {
        "id": addresses.issuer,
        "type": ["Profile"],
        "name": facts.issuer_in(language),
        "url": addresses.base_url,
    }


def make_results(facts: Facts, language: str, achievement_address: str) -> list[dict[str, Any]]:
    """Return what the holder reached, as the certificate says it: percent, or words; or nothing."""
    kind = _result_type(facts)
    if kind is None:
        return []
    value = facts.points if kind == "Percent" else facts.score_band.get(language)
    return [
        {
            "type": ["Result"],
            "resultDescription": f"{achievement_address}#result",
            "value": value or next(iter(facts.score_band.values())),
        }
    ]


def _describe_result(facts: Facts, language: str, address: str) -> list[dict[str, Any]]:
    kind = _result_type(facts)
    if kind is None:
        return []
    described = {"id": f"{address}#result", "type": ["ResultDescription"], "resultType": kind}
    if kind == "Percent":
        # The word above it in print.
        name = catalogue(language).pgettext("of an exam", "Result")
        words = {"name": name, "valueMin": "0", "valueMax": "100"}
    else:
        words = {"name": translate(language, _LEVEL)}
    return [described | words]


def _result_type(facts: Facts) -> str | None:
    """Return how Open Badges 3.0 calls such a result; where there are words, they alone count."""
    if facts.score_band:
        return "PerformanceLevel"
    return "Percent" if facts.points is not None else None

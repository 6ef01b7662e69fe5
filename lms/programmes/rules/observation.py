"""The form by which a teaching session is observed: criteria, levels, and the points they give.

Who observes, and what the points count for, is decided elsewhere.
"""

from collections.abc import Mapping

from lms.kit.i18n import N_

CRITERIA: Mapping[str, str] = {
    "objectives": N_("Learning objectives are clear, and are reached"),
    "accuracy": N_("Content is correct, up to date and fits the law that applies"),
    "structure": N_("Structure and use of time"),
    "methods": N_("Methods that let everybody take part"),
    "delivery": N_("Clear language, voice and pace"),
    "materials": N_("Materials are useful and accessible"),
    "questions": N_("Answers to questions, and handling of disagreement"),
    "checking": N_("Checks what was learnt, and gives feedback"),
    "confidentiality": N_("Protects real cases and people"),
}
LEVELS: Mapping[int, str] = {
    0: N_("Not shown"),
    1: N_("Weak"),
    2: N_("Adequate"),
    3: N_("Good"),
    4: N_("Excellent"),
}
HIGHEST = max(LEVELS)


def count_points(scores: Mapping[str, int]) -> int:
    """Return the points, in percent, that the levels of all criteria give; each weighs the same.

    Cut off, not rounded: nobody reaches a minimum by rounding. Raises `KeyError` where a criterion
    has no level.
    """
    return sum(scores[name] for name in CRITERIA) * 100 // (HIGHEST * len(CRITERIA))

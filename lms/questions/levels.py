"""The cognitive levels of questions: what somebody has to do with what they know.

Three, as certification bodies commonly use them; the level of a course is `lms.convention`'s.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from lms.kit.i18n import N_

CognitiveLevel: TypeAlias = Literal["recall", "application", "analysis"]
COGNITIVE_LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "recall": N_("Recall: to know it"),
        "application": N_("Application: to use it in a case"),
        "analysis": N_("Analysis: to weigh and to judge"),
    }
)

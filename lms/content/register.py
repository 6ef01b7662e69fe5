"""What a course may be tagged with: the Convention's articles, the topics of article 60, families.

Read from the register's data alone; labels and translations are `lms.convention`'s business.
"""

from functools import cache
from importlib.resources import files
from typing import Any

from lms.content import yaml

# Who a course is for; "all" is everybody.
JOB_FAMILIES = frozenset(
    {
        "all", "prevention-policy", "ethics", "procurement", "audit", "investigation",
        "financial-investigation", "fiu", "prosecution", "judiciary", "asset-recovery",
        "mutual-legal-assistance", "protection", "internal-integrity", "education",
        "private-sector", "trainers", "review", "legislative-drafting",
    }
)  # fmt: skip


@cache
def _uncac() -> Any:  # noqa: ANN401 - the register's own file
    content = files("lms.convention").joinpath("data/uncac.yaml").read_bytes()
    document, problems = yaml.read("uncac.yaml", content)
    if problems:
        raise ValueError(str(problems[0]))
    return document.data


@cache
def articles() -> frozenset[int]:
    """Return the numbers of the Convention's articles."""
    return frozenset(number for part in _uncac()["chapters"] for number in part["articles"])


@cache
def topics() -> frozenset[str]:
    """Return the ids of the training topics of article 60, paragraph 1."""
    return frozenset(_uncac()["training_topics"])

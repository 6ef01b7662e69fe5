"""The command `lms` and where each of its commands stands.

A command's module is imported when it is called.
"""

import click

from lms.admin.running import LazyGroup

PLACES = {
    "init": "lms.admin.server_commands:init",
    "run": "lms.admin.server_commands:run",
    "worker": "lms.worker.commands:worker",
    "demo": "lms.admin.server_commands:demo",
    "bench": "lms.admin.bench_commands:bench",
    "user": "lms.admin.people_commands:user",
    "course": "lms.admin.course_commands:course",
    "questions": "lms.admin.question_commands:questions",
    "translations": "lms.admin.translation_commands:translations",
    "analysis": "lms.admin.analysis_commands:analysis",
    "certificates": "lms.admin.certificate_commands:certificates",
    "programmes": "lms.admin.programme_commands:programmes",
    "mail": "lms.admin.mail_commands:mail",
}


@click.group(cls=LazyGroup, places=PLACES)
@click.version_option(package_name="article60", prog_name="Article 60")
def lms() -> None:
    """Article 60: training programmes, courses and certificates."""

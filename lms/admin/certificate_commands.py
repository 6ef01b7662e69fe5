"""The commands `lms certificates …`: each verb has a file of its own.

What they do is the certificates room's; here is only how it is called and printed.
"""

import click

from lms.admin.drawing_commands import check_files, render
from lms.admin.issuing_commands import issue
from lms.admin.key_commands import keys
from lms.admin.running import LazyGroup
from lms.kit.errors import NotVisible
from lms.kit.i18n import N_

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


class CertificateUnknown(NotVisible):
    """No certificate has this code."""

    message = N_("There is no certificate with this code.")


# What decides on certificates, and what looks into files, has a file of its own.
_ELSEWHERE = {
    name: f"lms.admin.status_commands:{name}" for name in ("revoke", "suspend", "reinstate")
} | {"verify": "lms.admin.verify_commands:verify"}


@click.group(cls=LazyGroup, places=_ELSEWHERE)
def certificates() -> None:
    """Issue and verify certificates, and decide on those that are out."""


certificates.add_command(keys)
certificates.add_command(render)
certificates.add_command(check_files)
certificates.add_command(issue)

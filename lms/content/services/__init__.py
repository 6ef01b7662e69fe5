"""What can be done with a course, by use case: import, translate, publish, export.

Each is imported from here; the files only keep them apart.
"""

from lms.content.services.access import set_access
from lms.content.services.closing import close_version, reopen_version
from lms.content.services.drafts import (
    Imported,
    append_translations,
    create_course,
    export_course,
    import_prepared,
    list_taken_over,
    open_draft,
    prepare_import,
    save_revision,
)
from lms.content.services.planning import Plan, plan_publication
from lms.content.services.publishing import (
    EditionMade,
    Publication,
    publish,
)
from lms.content.services.selecting import (
    Candidate,
    Incomplete,
    LanguageState,
    Prospect,
    open_candidate,
    state_of,
)
from lms.content.services.translating import (
    count_translations,
    examine_translations,
    export_translations,
    import_translations,
    keep_translations,
)

__all__ = [
    "Candidate",
    "EditionMade",
    "Imported",
    "Incomplete",
    "LanguageState",
    "Plan",
    "Prospect",
    "Publication",
    "append_translations",
    "close_version",
    "count_translations",
    "create_course",
    "examine_translations",
    "export_course",
    "export_translations",
    "import_prepared",
    "import_translations",
    "keep_translations",
    "list_taken_over",
    "open_candidate",
    "open_draft",
    "plan_publication",
    "prepare_import",
    "publish",
    "reopen_version",
    "save_revision",
    "set_access",
    "state_of",
]

"""Where the project's own resources stand: templates, catalogues, the shipped library.

Where people's data stand is a setting; see `lms.kit.settings`.
"""

from pathlib import Path


def project_root() -> Path:
    """Return the folder that holds `templates/`, `translations/` and `courses/`.

    The project is installed editable, so it is the checkout's root.
    """
    return Path(__file__).resolve().parents[2]


TEMPLATES = project_root() / "templates"
TRANSLATIONS = project_root() / "translations"
COURSES = project_root() / "courses"
STATIC = project_root() / "lms" / "web" / "static"

"""The application in the pseudo-languages, for a browser that looks whether longer words fit."""

from lms.app import create_app
from tests.pseudo import speaking

# For as long as the process lives: a message in Python is translated when it is shown.
_speaking = speaking()
_speaking.__enter__()
app = create_app()

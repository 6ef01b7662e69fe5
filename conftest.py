"""Where what Python compiles is kept, for the tests and for all that they start.

Servers, workers and commands are started by the hundred; where nothing is kept each compiles more
than a thousand modules first. Fixtures are in `tests/conftest.py`.
"""

import os
import sys
from pathlib import Path

# Outside the tree: whoever says that nothing is to be written there means this one.
PLACE = str(Path(__file__).parent / "build" / "pycache")
sys.dont_write_bytecode = False
sys.pycache_prefix = PLACE
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = PLACE

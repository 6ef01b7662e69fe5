"""Looking into a file that was handed in: is it what its name says, and can it do no harm?

Each is imported from here; the files only keep them apart. Nothing is stored, nothing changed.
"""

from lms.questions.inspection.files import inspect_file
from lms.questions.inspection.refusals import FileRefused, FileTooLarge, NoFile

__all__ = ["FileRefused", "FileTooLarge", "NoFile", "inspect_file"]

"""The files of a course that stay where they are until they are asked for, one at a time.

A course with films is larger than what a worker should hold; its texts are small.
"""

from collections.abc import Iterator, Mapping

from lms.kit import storage


class StoredFiles(Mapping[str, bytes]):
    """Files in the storage: `entries` maps each path to the hash of its content."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self.entries = dict(entries)

    def __getitem__(self, path: str) -> bytes:
        return storage.get(self.entries[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

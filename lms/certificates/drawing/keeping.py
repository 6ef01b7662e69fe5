"""Pictures that stand on many certificates, unpacked and packed once: emblems, signatures.

The renderer would do both for each sheet, which takes longer than the sheet itself.
"""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

MOST = 24


class KeptPictures:
    """Pictures by their content, as the renderer's own kind of picture."""

    def __init__(self, read: Callable[[str, bytes], Any]) -> None:
        """`read` makes a picture of an address and a content; none where it cannot be read."""
        self._read = read
        self._kept: dict[bytes, Any] = {}

    def get(self, content: bytes) -> Any:  # noqa: ANN401 - WeasyPrint has no types
        """Return the picture of a content, or none where it cannot be read."""
        if content not in self._kept:
            picture = self._read(hashlib.sha256(content).hexdigest(), content)
            if hasattr(picture, "get_x_object"):
                picture.get_x_object = partial(_again, picture.get_x_object, {})
            if len(self._kept) == MOST:
                del self._kept[next(iter(self._kept))]
            self._kept[content] = picture
        return self._kept[content]


def _again(
    make: Callable[[bool, float], Any], made: dict[tuple[bool, float], Any],
    interpolate: bool, ratio: float,
) -> Any:  # fmt: skip  # noqa: ANN401 - WeasyPrint has no types
    """Return what `make` made of these once, as objects that a new file can call its own."""
    wanted = (interpolate, ratio)
    if wanted not in made:
        made[wanted] = make(interpolate, ratio)
    return _copy(made[wanted])


def _copy(stream: Any) -> Any:  # noqa: ANN401
    import pydyf  # noqa: PLC0415 - comes with the renderer, which web pages do not need

    extra = pydyf.Dictionary(stream.extra)
    if "SMask" in extra:
        extra["SMask"] = _copy(extra["SMask"])
    return pydyf.Stream(list(stream.stream), extra)

"""How a page shows a picture, a film or a sound: the mark-up, given what is known of the file.

Which smaller pictures there are is decided in `lms.content.pictures`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from lms.kit.i18n import LANGUAGES, direction, native_name

PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif")
FILMS = (".mp4", ".webm")
SOUNDS = (".mp3", ".ogg")
# A text is at most 42rem wide; below that a picture takes the whole screen.
SIZES = "(min-width: 44rem) 42rem, 100vw"
# What says of a block that it is in another language.
_FOREIGN = {"lang", "dir"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's own size in pixels, and its smaller forms: kind (avif, webp) and width."""

    width: int
    height: int
    forms: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True)
class Media:
    """What is known of a course's media, by path.

    `captions` are files by language; a transcript has its language and its paragraphs.
    """

    pictures: Mapping[str, Picture] = field(default_factory=dict)
    captions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    transcripts: Mapping[str, tuple[str, Sequence[str]]] = field(default_factory=dict)


def captions_in(paths: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the captions of films and sounds by language: `media/talk.ar.vtt` of `talk.mp4`."""
    known = set(paths)
    return {
        path: {
            language: file
            for language in LANGUAGES
            if (file := f"{path.rpartition('.')[0]}.{language}.vtt") in known
        }
        for path in known
        if path.startswith("media/") and path.endswith(FILMS + SOUNDS)
    }


def form_name(kind: str, width: int) -> str:
    """Return how an address names a smaller form of a picture: `960.avif`."""
    return f"{width}.{kind}"


def show(token: Token, path: str, prefix: str, alt: str, media: Media) -> list[Token]:
    """Return what stands on the page for a picture's token: a player for a film or a sound."""
    address = prefix + path
    if path.endswith(FILMS + SOUNDS):
        foreign = {name: str(value) for name, value in token.attrs.items() if name in _FOREIGN}
        return _player(path, prefix, alt, media.captions.get(path, {}), foreign)
    token.attrSet("src", address)
    token.attrSet("loading", "lazy")
    picture = media.pictures.get(path)
    if picture is None:
        return [token]
    token.attrSet("width", str(picture.width))
    token.attrSet("height", str(picture.height))
    sources = [_source(address, kind, picture) for kind in _kinds(picture)]
    if not sources:
        return [token]
    return [Token("picture_open", "picture", 1), *sources, token,
            Token("picture_close", "picture", -1)]  # fmt: skip


def transcribe(path: str, label: str, media: Media) -> list[Token]:
    """Return a film's words, folded away under `label`; nothing where there are none."""
    language, paragraphs = media.transcripts.get(path, ("", ()))
    if not paragraphs:
        return []
    own: dict[str, str | int | float] = {
        "class": "transcript",
        "lang": language,
        "dir": direction(language),
    }
    tokens = [
        Token("details_open", "details", 1, block=True),
        *_words("summary", label),
        Token("transcript_open", "div", 1, attrs=own, block=True),
    ]
    for text in paragraphs:
        tokens += _words("p", text)
    return [*tokens, Token("transcript_close", "div", -1, block=True),
            Token("details_close", "details", -1, block=True)]  # fmt: skip


def _words(tag: str, text: str) -> list[Token]:
    return [
        Token(f"{tag}_open", tag, 1),
        Token("text", "", 0, content=text),
        Token(f"{tag}_close", tag, -1, block=True),
    ]


def _kinds(picture: Picture) -> list[str]:
    return list(dict.fromkeys(kind for kind, _ in picture.forms))


def _source(address: str, kind: str, picture: Picture) -> Token:
    widths = [width for found, width in picture.forms if found == kind]
    token = Token("picture_source", "source", 0)
    token.attrSet("type", f"image/{kind}")
    token.attrSet(
        "srcset", ", ".join(f"{address}?as={form_name(kind, width)} {width}w" for width in widths)
    )
    token.attrSet("sizes", SIZES)
    return token


def _player(
    path: str, prefix: str, alt: str, captions: Mapping[str, str], foreign: Mapping[str, str]
) -> list[Token]:
    """Return a player that loads nothing before it is asked to, with a link where there is none.

    `foreign` says in which language its name is, where that is not the page's.
    """
    tag = "video" if path.endswith(FILMS) else "audio"
    player = Token("player_open", tag, 1)
    player.attrs = {
        "controls": "", "preload": "none", "src": prefix + path, "aria-label": alt, **foreign,
    }  # fmt: skip
    tracks = []
    for language, file in sorted(captions.items()):
        track = Token("track", "track", 0)
        track.attrs = {
            "kind": "captions", "srclang": language, "label": native_name(language),
            "src": prefix + file,
        }  # fmt: skip
        tracks.append(track)
    link = Token("link_open", "a", 1, attrs={"href": prefix + path})
    words = Token("text", "", 0, content=alt or path)
    return [player, *tracks, link, words, Token("link_close", "a", -1),
            Token("player_close", tag, -1)]  # fmt: skip

"""Cut the fonts of the certificates from Debian's Noto packages: the scripts of the six languages.

    apt-get install fonts-noto-core fonts-noto-cjk
    .venv/bin/python templates/certificates/fonts/make_fonts.py

Run it again only to add a script or characters; the results are committed. The Chinese fonts hold
what `han.txt` lists (the Table of General Standard Chinese Characters, State Council of the
People's Republic of China, 2013: 8,105 characters, those of names included) and GB 2312.
Cutting them once, instead of from the whole collection at every certificate, halves their cost.
There is one weight, for two would be 10 MB.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
CORE = Path("/usr/share/fonts/truetype/noto")
CJK = Path("/usr/share/fonts/opentype/noto")
SIMPLIFIED_CHINESE = 2  # its place in the collection

# Latin with its extensions (Vietnamese, African and Caucasian letters), Greek, Cyrillic, marks,
# punctuation, currency and letter-like signs.
EUROPEAN = [
    *range(0x20, 0x250), *range(0x250, 0x2B0), *range(0x2B0, 0x370), *range(0x370, 0x400),
    *range(0x400, 0x530), *range(0x1E00, 0x2000), *range(0x2000, 0x2070), *range(0x2070, 0x20D0),
    *range(0x2100, 0x2150), *range(0x2190, 0x2194), 0x2212, 0xFB01, 0xFB02, 0xFFFD,
]  # fmt: skip
ARABIC = [
    0x20, 0x21, 0x28, 0x29, 0x2C, 0x2E, 0x3A, 0x5B, 0x5D, 0xAB, 0xBB,
    *range(0x600, 0x700), *range(0x750, 0x780), *range(0x8A0, 0x900), *range(0x200B, 0x2010),
    *range(0x2010, 0x2016), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00),
]  # fmt: skip


def chinese() -> list[int]:
    """Return the code points of the Chinese fonts: standard table, GB 2312, full-width signs."""
    table = {
        ord(character) for character in (HERE / "han.txt").read_text("utf-8").replace("\n", "")
    }
    both = [bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF)]
    gb2312 = {ord(text) for pair in both if (text := pair.decode("gb2312", "ignore"))}
    european = set(EUROPEAN) | set(range(0x2500, 0x2600))
    wanted = table | gb2312 | set(range(0x3000, 0x3040)) | set(range(0xFF00, 0xFFF0))
    # A space after a Chinese character is drawn in the font of that character.
    return sorted((wanted - european) | {0x20})


# The file to make: source, place in the source, characters.
FONTS = {
    "serif.ttf": (CORE / "NotoSerif-Regular.ttf", -1, EUROPEAN),
    "display.ttf": (CORE / "NotoSerifDisplay-Regular.ttf", -1, EUROPEAN),
    "naskh.ttf": (CORE / "NotoNaskhArabic-Regular.ttf", -1, ARABIC),
    "naskh-bold.ttf": (CORE / "NotoNaskhArabic-Bold.ttf", -1, ARABIC),
    "han.otf": (CJK / "NotoSerifCJK-Regular.ttc", SIMPLIFIED_CHINESE, chinese()),
}


def cut(source: Path, place: int, characters: list[int], target: Path) -> None:
    """Write to `target` the font that has only `characters`, with its joining and its kerning."""
    options = subset.Options()
    options.layout_features = ["*"] if target.suffix == ".ttf" else ["kern", "palt", "locl", "ccmp"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE"]
    # The same input gives the same bytes.
    font = TTFont(source, fontNumber=place, lazy=True, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.save(target)


if __name__ == "__main__":
    for name, (source, place, characters) in FONTS.items():
        cut(source, place, characters, HERE / name)

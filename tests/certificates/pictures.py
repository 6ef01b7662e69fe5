"""Draws the certificates of the documents: six languages, two on one sheet, one upright.

    python -m tests.certificates.pictures    # docs/pictures/

Nothing is compared: what looks right is judged by eye.
"""

import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image

from lms.certificates.drawing.rendering import render_certificate
from lms.certificates.rules.designs import Design, Palette
from lms.certificates.rules.facts import Signatory
from lms.certificates.rules.samples import Around, sample_facts
from lms.kit.i18n import LANGUAGES
from lms.kit.paths import project_root
from tests.certificates.graduates import NAMES

PICTURES = project_root() / "docs" / "pictures"
DOTS = "72"
ISSUER = {
    "en": "National Integrity Commission",
    "fr": "Commission nationale pour l’intégrité",
    "es": "Comisión Nacional de Integridad",
    "ru": "Национальная комиссия по добросовестности",
    "ar": "الهيئة الوطنية للنزاهة",
    "zh": "国家廉政委员会",
}
OFFICE = {
    "en": "Director of Training",
    "fr": "Directrice de la formation",
    "es": "Directora de Formación",
    "ru": "Директор по обучению",
    "ar": "مديرة التدريب",
    "zh": "培训主任",
}
UPRIGHT = Design(
    layout="plain", orientation="portrait", colours=Palette(primary="#7a1f2b", paper="#fdf9ef")
)


def draw(name: str, language: str, beside: str = "", design: Design | None = None) -> None:
    """Draw a certificate of nobody into the pictures of the documents."""
    around = Around(ISSUER, None, (Signatory("Elena Marković", OFFICE),))
    facts = sample_facts("rtl" if language == "ar" else "ordinary", language, around)
    if language != "ar":
        facts = replace(facts, holder_name=NAMES[language])
    content = render_certificate(
        facts, language, "https://learn.example.org", beside=beside, design=design or Design()
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "certificate.pdf"
        file.write_bytes(content)
        drawn = file.with_suffix("")
        command = ["pdftoppm", "-png", "-r", DOTS, "-singlefile", str(file), str(drawn)]
        subprocess.run(command, check=True)
        picture = Image.open(file.with_suffix(".png")).convert("RGB")
        picture.quantize(64, dither=Image.Dither.NONE).save(PICTURES / name, optimize=True)


def main() -> None:
    """Draw them all."""
    for language in LANGUAGES:
        draw(f"certificate-{language}.png", language)
    draw("certificate-ar-en.png", "ar", "en")
    draw("certificate-zh-fr.png", "zh", "fr")
    draw("certificate-upright.png", "fr", "en", UPRIGHT)


if __name__ == "__main__":
    main()

"""Draw the ornament of the certificates: guilloche, the pattern of banknotes.

    .venv/bin/python templates/certificates/design/draw_ornament.py

Run it again after changing a colour or a curve here; the pictures beside it are committed. Each is
used as a CSS background, which makes it an artifact: a screen reader passes it by.
"""

import math
from pathlib import Path

HERE = Path(__file__).resolve().parent
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" fill="none" stroke="{stroke}" '
    'stroke-width="{width}">{body}</svg>\n'
)
PALE, TEAL = "#D3E3DF", "#0B5351"
KAPPA = 0.5523


def loop(turn: float) -> str:
    """Return one ellipse of the mark as a path, turned by `turn` degrees about the centre."""
    cx, cy, rx, ry = 60, 33, 13, 25
    kx, ky = rx * KAPPA, ry * KAPPA
    points = [
        (cx - rx, cy), (cx - rx, cy - ky), (cx - kx, cy - ry), (cx, cy - ry),
        (cx + kx, cy - ry), (cx + rx, cy - ky), (cx + rx, cy),
        (cx + rx, cy + ky), (cx + kx, cy + ry), (cx, cy + ry),
        (cx - kx, cy + ry), (cx - rx, cy + ky), (cx - rx, cy),
    ]  # fmt: skip
    angle = math.radians(turn)
    turned = [
        (
            60 + (x - 60) * math.cos(angle) - (y - 60) * math.sin(angle),
            60 + (x - 60) * math.sin(angle) + (y - 60) * math.cos(angle),
        )
        for x, y in points
    ]
    first, *rest = (f"{x:.2f} {y:.2f}" for x, y in turned)
    return f"M{first}C{' '.join(rest)}Z"


def rosette(count: int, colour: str, width: float, heart: float = 8) -> str:
    """Return the mark: `count` loops, and the heart in the middle, so large across its half."""
    path = "".join(loop(360 * i / count) for i in range(count))
    body = f'<path d="{path}"/>'
    body += f'<circle cx="60" cy="60" r="{heart:g}" fill="{colour}" stroke="none"/>'
    return SVG.format(box="0 0 120 120", stroke=colour, width=width, body=body)


def strand(length: float, middle: float, phase: float, quick: int) -> str:
    """Return one line of the band over `length`: a quick wave within a slow one.

    Its height swells and falls once a period, so that the lines gather into lens-shaped cells.
    """

    def height(x: float) -> float:
        turn = 2 * math.pi * x / length
        return middle + (1.35 + 0.75 * math.cos(turn)) * math.sin(quick * turn + phase)

    steps = 10 * quick
    span = length / steps
    path = [f"M0 {height(0):.3f}"]
    for i in range(steps):
        x0, x1 = i * span, (i + 1) * span
        slopes = [(height(x + 1e-4) - height(x - 1e-4)) / 2e-4 for x in (x0, x1)]
        c0, c1 = height(x0) + slopes[0] * span / 3, height(x1) - slopes[1] * span / 3
        path.append(
            f"C{x0 + span / 3:.3f} {c0:.3f} {x1 - span / 3:.3f} {c1:.3f} {x1:.3f} {height(x1):.3f}"
        )
    return "".join(path)


def band(upright: bool) -> str:
    """Return one period of the frame's band: ten lines that interlace between two rules."""
    length, thickness = 11.0, 5.0
    path = "".join(strand(length, thickness / 2, 2 * math.pi * i / 10, 1) for i in range(10))
    rules = "".join(f"M0 {y}H{length:g}" for y in (0.1, thickness - 0.1))
    body = f'<path d="{path}"/><path d="{rules}" stroke-width="0.2"/>'
    box = f"0 0 {length:g} {thickness:g}"
    if upright:
        body = f'<g transform="matrix(0 1 1 0 0 0)">{body}</g>'
        box = f"0 0 {thickness:g} {length:g}"
    return SVG.format(box=box, stroke=TEAL, width=0.09, body=body)


if __name__ == "__main__":
    pictures = {
        "watermark.svg": rosette(60, PALE, 0.19, heart=2.2),
        "seal.svg": rosette(36, TEAL, 0.55),
        "band.svg": band(upright=False),
        "band-upright.svg": band(upright=True),
        "corner.svg": rosette(12, TEAL, 1.6),
    }
    for name, picture in pictures.items():
        (HERE / name).write_text(picture, "utf-8")

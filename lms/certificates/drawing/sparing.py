"""Spares the renderer what it does in vain: lines laid out again, texts shaped again, detours.

The sheet comes out the same, byte for byte. What is written wrongly is mended in `finishing`.
"""

from math import inf
from typing import Any


def spare() -> None:
    """Change the library for this process; it draws certificates and sheets like them only.

    They have no floats, and justify no text.
    """
    from weasyprint import css  # noqa: PLC0415 - takes a second, as `Engine` says
    from weasyprint.layout import inline  # noqa: PLC0415 - the same
    from weasyprint.text.line_break import Layout  # noqa: PLC0415 - the same

    _take_what_is_usual(css)
    _lay_lines_out_once(inline)
    _keep_shaped(Layout)


def _take_what_is_usual(css: Any) -> None:  # noqa: ANN401 - WeasyPrint has no types
    """Let a property that no rule sets be its parent's or the initial one, without a detour.

    Of three thousand that a sheet asks for, most are such. What the renderer computes even then
    stays with it, and so does what another name of the same property may set (`margin-left` and
    `margin-inline-start`).
    """
    special = {"float", "display", "position", "page"}
    usual = {key for key in css.INITIAL_VALUES if not key.startswith("text_decoration_")} - special
    inherited = usual & css.INHERITED
    initial = usual - css.INHERITED - css.INITIAL_NOT_COMPUTED
    rivals = {
        key: [name(block="ttb", inline=inline) for inline in ("ltr", "rtl")]
        for key, name in css.PHYSICAL_FUNCTIONS.items()
    }
    compute = css.ComputedStyle.__missing__

    def find(style: Any, key: str) -> Any:  # noqa: ANN401 - the same
        rules = style.cascaded
        if key in rules or any(rival in rules for rival in rivals.get(key, ())):
            return compute(style, key)
        if key in initial:
            value = style[key] = css.INITIAL_VALUES[key]
        elif key in inherited and style.parent_style is not None:
            value = style[key] = style.parent_style[key]
        else:
            value = compute(style, key)
        return value

    css.ComputedStyle.__missing__ = find


def _lay_lines_out_once(inline: Any) -> None:  # noqa: ANN401 - WeasyPrint has no types
    """Let the first layout of a line stand where nothing floats beside it.

    The renderer expects a line to have no height, and lays it out anew if it came out higher: it
    might then touch a float. Whether that moved the line it asks too, but from right to left
    by a width that is not known yet: each line was laid out twice, and four times within a box
    that stands in a line itself.
    """
    place = inline.avoid_collisions

    def avoid_collisions(context: Any, box: Any, *others: Any, **named: Any) -> Any:  # noqa: ANN401
        placed = place(context, box, *others, **named)
        if isinstance(box, inline.boxes.LineBox) and not context.excluded_shapes and not box.height:
            box.height = inf
        return placed

    inline.avoid_collisions = avoid_collisions


def _keep_shaped(layout: Any) -> None:  # noqa: ANN401
    """Keep a text as it was shaped for the layout until it is painted.

    The renderer lets go of it to save memory, which matters for books, and shapes it again.
    """
    layout.deactivate = layout.reactivate = lambda *_: None

"""`show(x)`: a still picture of a tensor, for any front end.

Small tensors show every number in a coloured cell; of large ones a sample is drawn, and named as one. What
cannot be drawn is shown as Python would show it; `show` never raises.
"""

from __future__ import annotations

import base64
import struct
import sys
import zlib
from html import escape
from typing import Any

import torch

from torchenstein_lab.widgets.drawing import Drawing
from torchenstein_lab.widgets.frame import Frame, Panel, frame_of, number
from torchenstein_lab.widgets.picture import Picture, plain_text
from torchenstein_lab.widgets.scale import DIVERGING, SEQUENTIAL, Colour, at, css, ink_on

_READ_ALOUD = 64
_STYLE = """
.tl-show{display:inline-block;max-width:100%;color:var(--jp-content-font-color1,#1f2328);
font:13px/1.4 var(--jp-ui-font-family,system-ui,sans-serif);margin:4px 0}
.tl-show figcaption{color:var(--jp-content-font-color2,#57606a);margin-bottom:6px}
.tl-show figcaption b{color:var(--jp-content-font-color1,#1f2328);font-weight:600}
.tl-show-panels{display:flex;flex-wrap:wrap;gap:16px;overflow-x:auto}
.tl-show-panel{display:grid;grid-template-columns:auto auto;justify-content:start;gap:2px 6px}
.tl-show-across,.tl-show-down{color:var(--jp-content-font-color2,#57606a);font-size:11px;white-space:nowrap}
.tl-show-across{grid-column:2}
.tl-show-down{grid-column:1;writing-mode:vertical-rl}
.tl-show-grid{grid-column:2;display:grid;gap:1px;border-radius:3px;overflow:hidden;
font-family:var(--jp-code-font-family,ui-monospace,monospace);font-size:11px;
background:var(--jp-border-color2,#d0d7de);border:1px solid var(--jp-border-color2,#d0d7de)}
.tl-show-grid span{display:flex;align-items:center;justify-content:center;height:24px}
.tl-show-grid span.tl-none{color:var(--jp-content-font-color1,#1f2328);background:
repeating-linear-gradient(45deg,var(--jp-layout-color1,#fff) 0 3px,var(--jp-layout-color3,#d8dee4) 3px 5px)}
.tl-show img{grid-column:2;image-rendering:pixelated;border:1px solid
var(--jp-border-color2,#d0d7de);border-radius:3px}
.tl-show-scale{display:flex;align-items:center;gap:6px;margin-top:6px;font-size:11px;
color:var(--jp-content-font-color2,#57606a)}
.tl-show-scale i{width:96px;height:8px;border-radius:2px;border:1px solid var(--jp-border-color2,#d0d7de)}
"""


def show(value: object) -> Picture:
    """A picture of a tensor (or of a NumPy array, or of nested lists of numbers). Put it at the end of a
    cell.

    Anything else comes back as Python shows it. Never raises."""

    def draw() -> Drawing | None:
        tensor = _tensor(value)
        if tensor is None:
            return None
        frame = frame_of(tensor)
        return Drawing(as_text(frame), as_html(frame))

    return Picture("show", draw, plain=lambda: plain_text(value))


def as_text(frame: Frame) -> str:
    """The picture in words and, where they are few, in numbers."""
    head = f"{frame.title}: {frame.extent}"
    if frame.sample:
        head += f" (shown: {frame.sample})"
    if not frame.panels or not frame.written:
        return head
    width = max(len(number(value)) for panel in frame.panels for row in panel.values for value in row)
    blocks = []
    for panel in frame.panels:
        title = f"{panel.index}\n" if panel.index else ""
        blocks.append(
            title + "\n".join(" ".join(number(v).rjust(width) for v in row) for row in panel.values)
        )
    return "\n".join([head, *blocks])


def as_html(frame: Frame) -> str:
    """The picture as one HTML element that carries its own style."""
    sample = f"<br>A sample: {escape(frame.sample)}." if frame.sample else ""
    caption = (
        f"<b>{escape(str(frame.shape))}</b> &ensp;{escape(frame.dtype)} &ensp;{escape(frame.extent)}{sample}"
    )
    if frame.device != "cpu":
        caption += f" &ensp;{escape(frame.device)}"
    panels = "".join(_panel(frame, panel) for panel in frame.panels)
    return (
        f'<figure class="tl-show" role="img" aria-label="{escape(_aloud(frame))}"><style>{_STYLE}</style>'
        f'<figcaption>{caption}</figcaption><div class="tl-show-panels">{panels}</div>'
        f"{_legend(frame)}</figure>"
    )


def _panel(frame: Frame, panel: Panel) -> str:
    deep = len(frame.shape)
    across = f"dim {deep - 1} → {frame.shape[-1]:,}" if deep else ""
    down = f"dim {deep - 2} → {frame.shape[-2]:,}" if deep > 1 else ""
    title = f"{panel.index} &ensp;{across}" if panel.index else across
    body = _cells(frame, panel) if frame.written else _image(frame, panel)
    return (
        f'<div class="tl-show-panel"><div class="tl-show-across">{title}</div>'
        f'<div class="tl-show-down">{down}</div>{body}</div>'
    )


def _cells(frame: Frame, panel: Panel) -> str:
    longest = max(len(number(value)) for row in panel.values for value in row)
    width = max(24, 7 * longest + 8)
    cells = "".join(_cell(frame, value) for row in panel.values for value in row)
    columns = f"grid-template-columns:repeat({frame.columns},{width}px)"
    return f'<div class="tl-show-grid" style="{columns}">{cells}</div>'


def _cell(frame: Frame, value: complex) -> str:
    colour = _colour(frame, value)
    text = escape(number(value))
    if colour is None:
        return f'<span class="tl-none">{text}</span>'
    return f'<span style="background:{css(colour)};color:{ink_on(colour)}">{text}</span>'


def _colour(frame: Frame, value: complex) -> Colour | None:
    level = frame.level(value)
    return None if level is None else at(DIVERGING if frame.diverging else SEQUENTIAL, level)


def _image(frame: Frame, panel: Panel) -> str:
    """A larger grid as a PNG of one pixel for each number, drawn larger by the browser."""
    grey = (127, 127, 127)
    lines = [b"".join(bytes(_colour(frame, value) or grey) for value in row) for row in panel.values]
    height, width = len(lines), len(panel.values[0])
    data = base64.b64encode(_png(width, lines)).decode()
    step = max(2, min(8, 384 // max(width, height)))
    size = f'width="{width * step}" height="{height * step}"'
    return f'<img alt="" {size} src="data:image/png;base64,{data}">'


def _png(width: int, lines: list[bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, len(lines), 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + line for line in lines), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _legend(frame: Frame) -> str:
    if frame.low is None or frame.high is None or frame.low == frame.high:
        return ""
    table = DIVERGING if frame.diverging else SEQUENTIAL
    reach = max(-frame.low, frame.high)
    low, high = (-reach, reach) if frame.diverging else (frame.low, frame.high)
    stops = ",".join(css(at(table, i / 8)) for i in range(9))
    ends = [number(end) for end in (low, high)]
    size = "size " if "complex" in frame.dtype else ""
    return (
        f'<div class="tl-show-scale"><span>{size}{ends[0]}</span>'
        f'<i style="background:linear-gradient(90deg,{stops})"></i><span>{ends[1]}</span></div>'
    )


def _aloud(frame: Frame) -> str:
    """The text alternative: what it is, its limits, and the numbers where they are few."""
    words = f"Picture of a {frame.title}: {frame.extent}."
    if frame.sample:
        words += f" Shown is a sample: {frame.sample}."
    if frame.rows * frame.columns * len(frame.panels) <= 2 * _READ_ALOUD:
        for panel in frame.panels:
            for i, row in enumerate(panel.values):
                words += (
                    f" {panel.index} row {i}: ".replace("  ", " ")
                    + " ".join(number(value) for value in row)
                    + "."
                )
    return words


def _tensor(value: object) -> torch.Tensor | None:
    if isinstance(value, torch.Tensor):
        return value
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.ndarray):
        array: Any = value
        return torch.as_tensor(array.copy())
    if isinstance(value, (list, tuple)) and value:
        return torch.tensor(value)
    return None

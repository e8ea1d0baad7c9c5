"""Writes outlines.txt: what fontTools reads in the fonts of this folder.

The tests of `src/truetype.rs` hold the crate's own reader to it. After changing a font:

    pip install fonttools
    python crates/figures/fonts/outlines.py
"""

from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent


class Text(BasePen):
    """Writes an outline as text, in half font units."""

    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.steps = []

    def write(self, letter, *points):
        numbers = [str(round(2 * x)) for point in points for x in point]
        self.steps.append(" ".join([letter, *numbers]))

    def _moveTo(self, point):
        self.write("M", point)

    def _lineTo(self, point):
        self.write("L", point)

    def _qCurveToOne(self, control, point):
        self.write("Q", control, point)

    def _closePath(self):
        if self.steps[-1].startswith("M"):
            # A single point, which marks a place for hinting and draws nothing.
            self.steps.pop()
        else:
            self.write("Z")


def fnv(text):
    """The 32-bit FNV-1a hash."""
    state = 0x811C9DC5
    for byte in text.encode():
        state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    return state


lines = ["# font, character, advance, number of steps, hash of the outline; made by outlines.py"]
for file in sorted(FOLDER.glob("*.ttf")):
    font = TTFont(file)
    glyphs = font.getGlyphSet()
    for code, name in sorted(font.getBestCmap().items()):
        pen = Text(glyphs)
        glyphs[name].draw(pen)
        outline = fnv(" ".join(pen.steps))
        lines.append(f"{file.name} {code:04x} {font['hmtx'][name][0]} {len(pen.steps)} {outline:08x}")
(FOLDER / "outlines.txt").write_text("\n".join(lines) + "\n")

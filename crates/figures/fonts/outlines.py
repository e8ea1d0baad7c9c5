"""Writes the outlines of the fonts in this folder as text, which the crate includes.

    pip install fonttools
    python crates/figures/fonts/outlines.py

The first line of a file says how many font units an em is, and which fonts the file was made from,
with their SHA-256. Each further line is a glyph: its character (hexadecimal), its advance, and its
outline in font units, with y upwards. The regular glyphs come first, then an empty line and the bold
ones. An outline consists of closed contours:

    M x y               begins a contour
    L x y               a straight line
    Q x1 y1 x y         a quadratic Bézier curve
    C x1 y1 x2 y2 x y   a cubic Bézier curve
    Z                   ends the contour, with a straight line back to its first point if needed

`src/outlines.rs` reads these files.
"""

from gzip import compress
from hashlib import sha256
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent

# For each file: the regular font and, if there is one, the bold font.
FILES = {
    "DejaVuSans.outlines.txt": ["DejaVuSans.subset.ttf", "DejaVuSans-Bold.subset.ttf"],
    "Hangul.outlines.txt.gz": ["Hangul.subset.ttf"],
}


class Text(BasePen):
    """Writes an outline as text. BasePen resolves composite glyphs and implied points."""

    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.steps = []

    def write(self, letter, *points):
        self.steps.append(" ".join([letter, *(number(x) for point in points for x in point)]))

    def _moveTo(self, point):
        self.write("M", point)

    def _lineTo(self, point):
        self.write("L", point)

    def _qCurveToOne(self, control, point):
        self.write("Q", control, point)

    def _curveToOne(self, control1, control2, point):
        self.write("C", control1, control2, point)

    def _closePath(self):
        if self.steps[-1].startswith("M"):
            # A single point, which marks a place for hinting and draws nothing.
            self.steps.pop()
        else:
            self.write("Z")


def number(x):
    """An integer without a point, and at most three decimals."""
    text = f"{x:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def glyph_lines(font):
    glyphs = font.getGlyphSet()
    for code, name in sorted(font.getBestCmap().items()):
        pen = Text(glyphs)
        glyphs[name].draw(pen)
        yield " ".join([f"{code:04x}", str(font["hmtx"][name][0]), *pen.steps])


for output, names in FILES.items():
    fonts = [TTFont(FOLDER / name) for name in names]
    [units] = {font["head"].unitsPerEm for font in fonts}
    header = f"units {units}"
    for name in names:
        header += f" {name} {sha256((FOLDER / name).read_bytes()).hexdigest()}"
    faces = ["".join(line + "\n" for line in glyph_lines(font)) for font in fonts]
    text = (header + "\n" + "\n".join(faces)).encode()
    (FOLDER / output).write_bytes(compress(text, mtime=0) if output.endswith(".gz") else text)

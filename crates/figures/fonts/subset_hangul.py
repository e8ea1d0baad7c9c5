"""Makes `Hangul.subset.ttf` of NanumGothic (Debian's package `fonts-nanum`).

    pip install fonttools
    python crates/figures/fonts/subset_hangul.py [FOLDER]

It has the 2,350 syllables of KS X 1001, which modern Korean texts are written with, and the brackets of
titles. The licence of NanumGothic, LICENSE-Hangul.txt, reserves its name, so the subset has another one.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent
SOURCE = Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/truetype/nanum")

# The rows of Hangul in KS X 1001 are 0xb0 to 0xc8 in EUC-KR.
SYLLABLES = bytes(
    byte for first in range(0xB0, 0xC9) for second in range(0xA1, 0xFF) for byte in (first, second)
).decode("euc_kr")
BRACKETS = "「」『』"

font = TTFont(SOURCE / "NanumGothic.ttf", recalcTimestamp=False)
options = Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 4, 6])
options.drop_tables += ["TSI0", "TSI1", "TSI2", "TSI3", "TSI5", "vhea", "vmtx"]
subsetter = Subsetter(options)
subsetter.populate(text=SYLLABLES + BRACKETS)
subsetter.subset(font)
for name in font["name"].names:
    if name.nameID in (1, 4, 6):
        font["name"].setName("Figures-Hangul", name.nameID, name.platformID, name.platEncID, name.langID)
font.save(FOLDER / "Hangul.subset.ttf")

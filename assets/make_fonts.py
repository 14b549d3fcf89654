"""Make assets/fonts/ from Inter: figures that all have one width, the glyphs we use, a name of its own.

    python assets/make_fonts.py /usr/share/fonts/opentype/inter      (Debian and Ubuntu: package fonts-inter)

Needs fonttools, which dlvis itself does not. Manim's `Text` cannot ask for the OpenType feature `tnum`, and
a counter set in proportional figures jitters as it counts; so the tabular figures are made the default here.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Dlvis Sans"
# file of Inter -> (style in our family, weight class); the semibold serves as bold, enough on a dark ground
STYLES = {"Inter-Regular.otf": ("Regular", 400), "Inter-SemiBold.otf": ("Bold", 700)}
# Latin with accents, combining accents, Greek, punctuation and thin spaces, super- and subscripts, currency,
# letterlike, fractions, arrows, mathematical signs, a few shapes
KEPT = [
    (0x20, 0x24F),
    (0x2B0, 0x36F),
    (0x370, 0x3FF),
    (0x1E00, 0x1EFF),
    (0x2000, 0x20BF),
    (0x2100, 0x215F),
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x25A0, 0x25FF),
    (0x2713, 0x2718),
]
FEATURES = ["ccmp", "kern", "locl", "mark", "mkmk"]


def tabular(font: TTFont) -> dict[str, str]:
    """Glyph name -> name of its tabular twin, as the feature `tnum` says."""
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    subtables = [subtable for index in lookups for subtable in table.LookupList.Lookup[index].SubTable]
    twins: dict[str, str] = {}
    for subtable in subtables:
        twins |= getattr(subtable, "ExtSubTable", subtable).mapping
    return twins


def make_figures_tabular(font: TTFont) -> None:
    """Point the ten digits, and they only, at their tabular twins."""
    twins = tabular(font)
    for table in font["cmap"].tables:
        for digit in range(ord("0"), ord("9") + 1):
            glyph = table.cmap[digit]
            table.cmap[digit] = twins.get(glyph, glyph)  # two tables may share their dict: done once already


def make_figures_equally_wide(font: TTFont) -> None:
    """Give all ten digits the widest one's advance: the tabular 4 of the semibold is 3/2816 em too narrow."""
    glyphs = [font.getBestCmap()[ord(digit)] for digit in "0123456789"]
    advances = font["hmtx"]
    widest = max(advances[glyph][0] for glyph in glyphs)
    for glyph in glyphs:
        advances[glyph] = (widest, advances[glyph][1])


def keep_only_used(font: TTFont) -> None:
    options = Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in KEPT for code in range(first, last + 1)])
    subsetter.subset(font)


def rename(font: TTFont, style: str, weight: int) -> None:
    """Give the changed font its own name, as is good manners; keep the copyright and the licence in it."""
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    version = font["name"].getDebugName(5)
    names = {
        1: FAMILY,
        2: style,
        3: f"{postscript}; {version}",
        4: f"{FAMILY} {style}",
        5: f"{version}; figures made tabular, subset",
        6: postscript,
    }
    kept = {number: font["name"].getDebugName(number) for number in (0, 13, 14)}
    font["name"].names = []
    for number, text in (kept | names).items():
        font["name"].setName(text, number, platformID=3, platEncID=1, langID=0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 1 << 5 if style == "Bold" else 1 << 6
    font["head"].macStyle = 1 if style == "Bold" else 0
    top = font["CFF "].cff
    top.fontNames = [postscript]
    top[0].FamilyName, top[0].FullName, top[0].Weight = FAMILY, f"{FAMILY} {style}", style


def main(source: Path) -> None:
    folder = Path(__file__).resolve().parent / "fonts"
    for file, (style, weight) in STYLES.items():
        # the time stamp stays Inter's, so that the same source makes the same bytes
        font = TTFont(source / file, recalcTimestamp=False)
        make_figures_tabular(font)
        make_figures_equally_wide(font)
        keep_only_used(font)
        rename(font, style, weight)
        made = folder / f"{FAMILY.replace(' ', '')}-{style}.otf"
        font.save(made)
        print(f"{made.name}: {len(font.getBestCmap())} characters, {made.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""A contact sheet: one frame for each beat, side by side with its name, to be looked over at a glance."""

from PIL import Image, ImageDraw, ImageFont

from dlvis.film import FilmScene, Mark
from dlvis.fonts import font_files
from dlvis.render.encoding import Picture
from dlvis.style import Theme

COLUMNS = 3
MARGIN = 24
LINE = 26  # pixels from one line of text to the next


def contact_sheet(pictures: list[tuple[Mark, Picture]], scene: FilmScene) -> Image.Image:
    """The frames with the beats' names, times and titles beneath, on the ground of the scene's theme."""
    height, width = pictures[0][1].shape[:2]
    columns = min(COLUMNS, len(pictures))
    rows = -(-len(pictures) // columns)
    across, down = width + MARGIN, height + 2 * LINE + MARGIN
    sheet = Image.new("RGB", (columns * across + MARGIN, rows * down + MARGIN), scene.theme.ground)
    for number, (mark, frame) in enumerate(pictures):
        corner = MARGIN + number % columns * across, MARGIN + number // columns * down
        # a hairline around it shows what the edge cuts off
        edge = Image.new("RGB", (width + 2, height + 2), scene.theme.hairline)
        sheet.paste(edge, (corner[0] - 1, corner[1] - 1))
        sheet.paste(Image.fromarray(frame).convert("RGB"), corner)
        _write(sheet, (corner[0], corner[1] + height + 4), mark, mark.title, scene.theme)
    return sheet


def _write(sheet: Image.Image, corner: tuple[int, int], mark: Mark, title: str, look: Theme) -> None:
    font = ImageFont.truetype(str(font_files()[-1]), 18)
    draw = ImageDraw.Draw(sheet)
    draw.text(corner, f"{mark.name}  {mark.start:.1f} – {mark.end:.1f} s", font=font, fill=look.ink)
    draw.text((corner[0], corner[1] + LINE), title, font=font, fill=look.muted)

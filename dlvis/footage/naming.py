"""Names for files, whatever the text they come from holds."""

import re
import unicodedata

LONGEST = 50  # characters of up to four bytes; with a number and a suffix below the 255 bytes of a name


def file_name(text: str) -> str:
    """`text` as a name for a file on any system: letters and digits of any script, `-`, `_` and `.`."""
    name = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", text)).strip("-._")[:LONGEST].strip("-._")
    # what Windows keeps for itself
    return f"{name}-" if re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", name) else name or "clip"

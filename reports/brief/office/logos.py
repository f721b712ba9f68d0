"""The logo of an organisation as office files can hold it."""

from __future__ import annotations

from io import BytesIO
from typing import Final

FORMS: Final = ("PNG", "JPEG")
SIDE_PX: Final = 600
MOST_PIXELS: Final = 40_000_000


def raster(logo: bytes) -> bytes | None:
    """The picture alone, without what its file says beside it; None where there is none."""
    from PIL import Image, UnidentifiedImageError

    if not logo:
        return None
    try:
        with Image.open(BytesIO(logo), formats=FORMS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            kept = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    kept.thumbnail((SIDE_PX, SIDE_PX))
    bare = Image.new("RGBA", kept.size)
    bare.paste(kept)
    file = BytesIO()
    bare.save(file, "PNG")
    return file.getvalue()

"""The logo of an organisation: a plain picture of bounded size, whatever was uploaded."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Final

from PIL import Image, UnidentifiedImageError

from reports.brief.order import BriefError

MOST_BYTES: Final = 2_000_000
MOST_PIXELS: Final = 25_000_000
SIZE: Final = (600, 300)
FORMATS: Final = ("PNG", "JPEG")


def checked(content: bytes) -> bytes:
    """The picture as PNG of at most 600 by 300 pixels, without anything else the file held.

    Anything but a PNG or JPEG of at most 2 MB is refused with a sentence.
    """
    if len(content) > MOST_BYTES:
        raise BriefError("logo-large", most=MOST_BYTES // 1_000_000)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise BriefError("logo-pixels", most=MOST_PIXELS // 1_000_000)
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BriefError("logo-pixels", most=MOST_PIXELS // 1_000_000) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BriefError("logo-form") from error
    plain = picture.convert("RGBA" if _is_clear(picture) else "RGB")
    plain.thumbnail(SIZE)
    kept = BytesIO()
    Image.frombytes(plain.mode, plain.size, plain.tobytes()).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _is_clear(picture: Image.Image) -> bool:
    """Whether parts of it may be seen through."""
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info

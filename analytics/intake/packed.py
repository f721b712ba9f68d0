"""The one raster within a ZIP file, taken out without trusting what the file says of itself."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from analytics.intake.limits import MB
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

MAGIC: Final = (b"PK\3\4",)
RASTERS: Final = (".tif", ".tiff")
BLOCK: Final = 1 << 20
MOST_MB: Final = 4_000  # taken out: a tile of 12,000 x 12,000 cells has 1,200 MB unpressed
MOST_PARTS: Final = 1_000
#: What zipfile answers to a file that is broken, or (RuntimeError) packed in a way unknown to it.
DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
IS_LOCKED: Final = 0x1  # flag of a part with a password


def unpack(source: Path, to: Path, name: str) -> None:
    """Write the raster in `source` to `to`; names within the file lead nowhere.

    Refused are several rasters or none, one behind a password, one that is damaged, and one
    that grows beyond bounds, whatever size it claims.
    """
    try:
        with zipfile.ZipFile(source) as pack, pack.open(_raster(pack, name)) as packed:
            _write(packed, to, name)
    except DAMAGED as error:
        to.unlink(missing_ok=True)
        raise ReadError("packed-damaged", name=name) from error
    except (ReadError, OSError):
        to.unlink(missing_ok=True)
        raise


def _write(packed: IO[bytes], to: Path, name: str) -> None:
    """Block by block, whatever size the file claims."""
    written = 0
    with to.open("wb") as file:
        while block := packed.read(BLOCK):
            written += len(block)
            if written > MOST_MB * MB:
                raise ReadError("packed-huge", name=name, limit_mb=MOST_MB)
            file.write(block)


def _raster(pack: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """The only raster in it."""
    parts = pack.infolist()
    found = [part for part in parts if part.filename.lower().endswith(RASTERS)]
    if len(found) != 1 or len(parts) > MOST_PARTS:
        raise ReadError("packed-rasters", name=name, count=len(found))
    if found[0].flag_bits & IS_LOCKED:
        raise ReadError("packed-locked", name=name)
    if found[0].file_size > MOST_MB * MB:
        raise ReadError("packed-huge", name=name, limit_mb=MOST_MB)
    return found[0]

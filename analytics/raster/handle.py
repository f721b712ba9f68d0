"""A raster that is opened only when asked, read by windows, never as anything but GeoTIFF."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from math import isinf, isnan
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from uuid import uuid4

from analytics.core.errors import OrewatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

MAGIC: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
BLOCK: Final = 1 << 20
CLOSE: Final = 1e-6  # of a large nodata value: as text it lost its last digits
MOST_CELLS: Final = 400_000_000  # of one read: 3.2 GB as numbers
SAY_UNIT: Final = ("unit", "units", "unittype", "description", "tifftag_imagedescription", "title")
#: GDAL looks at the file alone: no folder listing, no companion files, no network.
ALONE: Final = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GTIFF_READ_AUX_XML": "NO",
    "GDAL_CACHEMAX": 128_000_000,  # bytes: by itself GDAL takes a twentieth of the memory
}
_filtering: Final = Lock()


class RasterError(OrewatchError):
    """A raster that cannot be used; the text is one sentence and what to do."""

    folder = Path(__file__).parent


class Far(ABC):
    """A file elsewhere that is read by parts; who makes one decides where it may lead."""

    __slots__ = ()

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """Stands for the content as it is now; another content has another one."""

    @abstractmethod
    def opened(self) -> AbstractContextManager[BinaryIO]:
        """The file, to be read and sought in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The outer edges of a raster in its own CRS."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A block of cells; rows count down from the top, from 0."""

    row: int = 0
    column: int = 0
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Transform:
    """Cell to coordinate: x = x0 + dx·column + rx·row, y = y0 + ry·column + dy·row."""

    x0: float
    dx: float
    rx: float
    y0: float
    ry: float
    dy: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Raster:
    """One band. `source` is a file, here or elsewhere, its bytes, or cells in memory.

    Nothing of it is changed.
    """

    source: Path | bytes | Far | NDArray[Any]
    name: str
    band: int  # the first is 1
    bands: int
    crs: str  # "" where the file declares none
    transform: Transform
    nodata: float | None  # None where every cell counts
    shape: tuple[int, int]  # rows, columns
    fingerprint: str
    unit: str = ""  # what the file says its numbers are, in its own words
    block: tuple[int, int] = (0, 0)  # rows and columns stored together; (0, 0) in memory

    @classmethod
    def from_array(
        cls,
        array: NDArray[Any],
        *,
        bounds: Bounds | tuple[float, float, float, float] | None = None,
        transform: Transform | None = None,
        crs: str = "EPSG:4326",
        nodata: float | None = None,
        name: str = "array",
    ) -> Raster:
        """Cells in memory, north up. Give `bounds` (left, bottom, right, top) or `transform`."""
        if transform is None and bounds is None:
            raise RasterError("raster-nowhere", name=name)
        import numpy as np

        cells = np.array(array)
        if cells.ndim != 2 or not cells.size:  # noqa: PLR2004 - rows and columns
            raise RasterError("raster-shape", name=name)
        cells.setflags(write=False)
        rows, columns = cells.shape
        placed = transform or _between(bounds, rows, columns)
        about = f"{cells.dtype}|{cells.shape}|{placed}|{crs}|{nodata}".encode()
        return cls(
            source=cells,
            name=name,
            band=1,
            bands=1,
            crs=crs,
            transform=placed,
            nodata=nodata,
            shape=(rows, columns),
            fingerprint=sha256(about + np.ascontiguousarray(cells).tobytes()).hexdigest(),
        )

    @property
    def bounds(self) -> Bounds:
        """The box round all corners, whichever way the raster is turned."""
        rows, columns = self.shape
        t = self.transform
        corners = [(0, 0), (0, columns), (rows, 0), (rows, columns)]
        xs = [t.x0 + t.dx * column + t.rx * row for row, column in corners]
        ys = [t.y0 + t.ry * column + t.dy * row for row, column in corners]
        return Bounds(left=min(xs), bottom=min(ys), right=max(xs), top=max(ys))

    def read(self, window: Window | None = None) -> NDArray[np.float64]:
        """Cells as numbers, NaN where nothing is known; the whole raster without a window."""
        import numpy as np

        stored = np.asarray(self.raw(self._inside(window)))
        cells = stored.astype(np.float64)
        cells[self.holes(stored)] = np.nan
        return cells

    @contextmanager
    def opened(self) -> Iterator[Callable[[Window], NDArray[Any]]]:
        """What reads window after window, as `raw` does, from a file that is opened once."""
        if not isinstance(self.source, Path | bytes | Far):
            yield self.raw
            return
        with ExitStack() as stack:
            with self._told():
                file = stack.enter_context(_opened(self.source))

            def read(window: Window) -> NDArray[Any]:
                with self._told():
                    return self._cells(file, self._inside(window))

            yield read

    def raw(self, window: Window | None = None) -> NDArray[Any]:
        """Cells as stored, in the file's own number type, holes as the nodata value."""
        place = self._inside(window)
        if place.rows * place.columns > MOST_CELLS:
            raise RasterError("raster-too-large", name=self.name, limit=MOST_CELLS)
        if not isinstance(self.source, Path | bytes | Far):
            rows = slice(place.row, place.row + place.rows)
            return self.source[rows, place.column : place.column + place.columns]
        with self._told(), _opened(self.source) as file:
            return self._cells(file, place)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong in the file as a sentence."""
        try:
            yield
        except damages() as error:
            raise RasterError("raster-damaged", name=self.name) from error

    def _cells(self, file: Any, place: Window) -> NDArray[Any]:  # noqa: ANN401 - rasterio is not typed
        from rasterio.windows import Window as Block

        block = Block(place.column, place.row, place.columns, place.rows)  # type: ignore[no-untyped-call]
        return file.read(self.band, window=block)

    def packed(self) -> list[int]:
        """Bytes of each block of a file at hand, 0 where it is left out; none known elsewhere."""
        if not isinstance(self.source, Path | bytes) or not all(self.block):
            return []
        down, across = (-(-self.shape[i] // self.block[i]) for i in (0, 1))
        with self._told(), _opened(self.source) as file:
            names = (f"BLOCK_SIZE_{c}_{r}" for r in range(down) for c in range(across))
            return [int(file.get_tag_item(n, "TIFF", bidx=self.band) or 0) for n in names]

    def holes(self, stored: NDArray[Any]) -> NDArray[np.bool_]:
        """Where nothing is known, among cells as they are stored."""
        import numpy as np

        unknown = np.isnan(stored) if stored.dtype.kind == "f" else np.zeros(stored.shape, bool)
        if self.nodata is None:
            return unknown
        if abs(self.nodata) <= BLOCK or np.isinf(self.nodata) or stored.dtype.kind != "f":
            return np.asarray(unknown | (stored == self.nodata))
        ends, off = np.finfo(stored.dtype), abs(self.nodata) * CLOSE
        low, high = np.clip([self.nodata - off, self.nodata + off], ends.min, ends.max).tolist()
        return np.asarray(unknown | ((stored >= low) & (stored <= high)))

    def is_whole(self, least: float, most: float) -> bool:
        """Whether something is known everywhere, of cells with these extremes (NaN tells of NaN).

        Much quicker than `holes`, and what most windows of a full grid are.
        """
        if isnan(least) or isnan(most):
            return False
        if self.nodata is None or isnan(self.nodata):
            return True
        off = 0.0 if isinf(self.nodata) else abs(self.nodata) * CLOSE
        return least > self.nodata + off or most < self.nodata - off

    def _inside(self, window: Window | None) -> Window:
        rows, columns = self.shape
        if window is None:
            return Window(rows=rows, columns=columns)
        top, left = max(window.row, 0), max(window.column, 0)
        bottom = min(window.row + window.rows, rows)
        right = min(window.column + window.columns, columns)
        return Window(row=top, column=left, rows=max(bottom - top, 0), columns=max(right - left, 0))


def open_file(source: Path | bytes | Far, *, name: str = "", band: int = 1) -> Raster:
    """One band of a GeoTIFF, by path, content or parts; its header is read, no cell is."""
    name = name or (source.name if isinstance(source, Path) else "raster")
    _check_content(source, name)
    try:
        with _opened(source) as file:
            if not 1 <= band <= file.count:
                raise RasterError("raster-band", name=name, band=band, count=file.count)
            if "complex" in file.dtypes[band - 1]:
                raise RasterError("raster-complex", name=name)
            t = file.transform
            return Raster(
                source=source,
                name=name,
                band=band,
                bands=file.count,
                crs=_crs(file),
                transform=Transform(t.c, t.a, t.b, t.f, t.d, t.e),
                nodata=file.nodatavals[band - 1],
                shape=(file.height, file.width),
                fingerprint=_fingerprint(source, band),
                unit=_unit(file, band),
                block=file.block_shapes[band - 1],
            )
    except damages() as error:
        raise RasterError("not-raster", name=name) from error


def damages() -> tuple[type[Exception], ...]:
    """What a damaged file or a full disk raises in rasterio, which lets GDAL's own through."""
    from rasterio._err import CPLE_BaseError
    from rasterio.errors import RasterioError

    return (RasterioError, CPLE_BaseError, OSError, ValueError)


@contextmanager
def _opened(source: Path | bytes | Far) -> Iterator[Any]:
    """The file as a GeoTIFF and nothing else: a recipe that names other files is refused."""
    import rasterio
    from rasterio.io import MemoryFile

    with rasterio.Env(**ALONE), ExitStack() as stack:
        if isinstance(source, bytes):
            memory = stack.enter_context(MemoryFile(source))
            with _quietly():
                file = stack.enter_context(memory.open(driver="GTiff"))
        elif isinstance(source, Far):
            name = f"{uuid4().hex}.tif"  # of its own: GDAL remembers what it opened by name
            opener = _only(name, stack.enter_context(source.opened()))
            with _quietly():
                file = stack.enter_context(rasterio.open(name, opener=opener, driver="GTiff"))
        else:
            with _quietly():
                file = stack.enter_context(rasterio.open(source, driver="GTiff"))
        yield file


@contextmanager
def _quietly() -> Iterator[None]:
    """No warning of a file without a place; one thread at a time, since filters are everybody's."""
    import warnings

    from rasterio.errors import NotGeoreferencedWarning

    with _filtering, warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        yield


def _only(name: str, stream: BinaryIO) -> Callable[..., BinaryIO]:
    """What opens this one file: there are no files beside it."""

    def opener(path: str, mode: str = "rb") -> BinaryIO:  # noqa: ARG001 - rasterio's form
        if path != name:
            raise FileNotFoundError(path)
        return stream

    return opener


def _check_content(source: Path | bytes | Far, name: str) -> None:
    try:
        if isinstance(source, Path | Far):
            with source.open("rb") if isinstance(source, Path) else source.opened() as file:
                head = file.read(4)
        else:
            head = source[:4]
    except OSError as error:
        raise RasterError("no-raster-file", name=name) from error
    if head not in MAGIC:
        raise RasterError("not-raster", name=name)


def _crs(file: Any) -> str:  # noqa: ANN401 - rasterio is not typed
    if file.crs is None:
        return ""
    code = file.crs.to_epsg()
    return f"EPSG:{code}" if code else str(file.crs.to_wkt())


def _unit(file: Any, band: int) -> str:  # noqa: ANN401 - as above
    """What unit, description and tags say, cut to a length a sentence bears."""
    said = [file.units[band - 1], file.descriptions[band - 1]]
    tags = {**file.tags(), **file.tags(band)}
    said += [text for name, text in tags.items() if name.lower() in SAY_UNIT]
    return " ".join(str(text) for text in said if text)[:200]


def _fingerprint(source: Path | bytes | Far, band: int) -> str:
    match source:
        case bytes():
            content = sha256(source).hexdigest()
        case Far():
            content = source.fingerprint
        case _:
            content = _hash(source, source.stat().st_mtime_ns)
    return content if band == 1 else sha256(f"{content}|{band}".encode()).hexdigest()


@cache
def _hash(path: Path, _changed_ns: int) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _between(
    bounds: Bounds | tuple[float, float, float, float] | None, rows: int, columns: int
) -> Transform:
    if isinstance(bounds, tuple):
        bounds = Bounds(left=bounds[0], bottom=bounds[1], right=bounds[2], top=bounds[3])
    if bounds is None or bounds.right <= bounds.left or bounds.top <= bounds.bottom:
        raise RasterError("raster-nowhere", name="array")
    width = (bounds.right - bounds.left) / columns
    height = (bounds.top - bounds.bottom) / rows
    return Transform(bounds.left, width, 0.0, bounds.top, 0.0, -height)

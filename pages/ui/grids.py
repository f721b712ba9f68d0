"""A grid of people from the web: which one, how large, fetched beside the page, then in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.core import schema
from analytics.core.dataset import Has, Need
from analytics.core.errors import OrewatchError
from analytics.intake import ghspop, ranges, remote, worldpop
from analytics.intake.limits import MB
from analytics.intake.work import ReadError
from analytics.raster.handle import Far
from pages.access import May
from pages.ui import access, errors, inuse, pressed, session, tasks, work
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from analytics.core.words import Words

PARTS: Final = ("population", "population_2")
FOUND: Final = "grid_found"
WHENCE: Final = ("worldpop", "ghspop", "address")
NEAR_DEG: Final = 0.19  # of latitude: 21 km, as far as any answer looks
DIGITS: Final = 4  # of a year
USUAL_YEAR: Final = 2020
NEEDED: Final = Need(Has.RASTER, PARTS[0]).error().code


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A file that was looked up; nothing of it is fetched yet."""

    text: str
    name: str
    size: int  # bytes; 0 where the server does not say
    is_parted: bool  # read by parts, so that nothing need be fetched


def show(data: Dataset) -> None:
    """The form, closed until it is wanted."""
    if access.may(May.CHANGE):
        with st.expander(session.words()("grids.title"), icon=":material/cloud_download:"):
            _form(data)


def offer(error: OrewatchError) -> None:
    """The form where an answer lacks the people; nothing for any other trouble."""
    if error.code == NEEDED and access.may(May.CHANGE):
        with st.container(border=True):
            st.markdown(f"**{session.words()('grids.title')}**")
            _form(inuse.whole())


def is_online() -> bool:
    """Whether a grid is being fetched for this work, or read by parts from where it lies."""
    from analytics import jobs

    if tasks.is_busy(jobs.FETCH):
        return True
    try:
        rasters = inuse.whole().rasters.values() if inuse.is_own() else ()
    except OrewatchError:
        return False
    return any(isinstance(getattr(raster, "source", None), Far) for raster in rasters)


def take_up() -> None:
    """Put the grids that were fetched for this work beside its sites."""
    if not work.is_saved() or not work.is_mine() or not access.may(May.CHANGE):
        return
    from analytics import jobs

    for job in tasks.done(jobs.FETCH):
        tasks.saw(job.key)
        part, text = str(job.spec["part"]), str(job.spec["text"])
        try:
            inuse.change(remote.attached(inuse.whole(), part, text))
        except OrewatchError as error:
            work.note(error)
        else:
            st.toast(session.words()("grids.added", name=job.spec["name"]), icon=":material/check:")


def _form(data: Dataset) -> None:
    from analytics import jobs

    words = session.words()
    if tasks.watched(jobs.FETCH):
        return
    st.caption(words("grids.lead"))
    whence = st.segmented_control(
        words("grids.whence"),
        WHENCE,
        default=WHENCE[0],
        format_func=lambda name: words(f"grids.{name}"),
        key="grid_whence",
        required=True,
    )
    match whence:
        case "ghspop":
            text = _by_tile(data, words)
        case "address":
            text = _by_address(words)
        case _:
            text = _by_country(data, words)
    part = _part(data, words)
    if st.button(words("grids.look"), icon=":material/search:", disabled=not text, key="grid_look"):
        session.let_go(FOUND)
        _look_up(text)
    found: _Found | None = session.held(FOUND)
    if found is not None and found.text == text:
        _get(found, part, words)


def _by_country(data: Dataset, words: Words) -> str:
    with st.grid(3, min_column_width=180):
        codes = sorted(worldpop.countries(), key=words.country)
        country = st.selectbox(
            words("grids.country"),
            codes,
            index=_at(codes, _country(data)),
            format_func=words.country,
            placeholder=words("choose"),
            key="grid_country",
        )
        key = st.selectbox(
            words("grids.product"),
            tuple(worldpop.PRODUCTS),
            format_func=lambda name: words(f"grids.{name}"),
            placeholder=words("choose"),
            key="grid_product",
        )
        years = worldpop.PRODUCTS[key].years[::-1]
        wanted = min(max(_year(data), years[-1]), years[0])
        year = st.selectbox(
            words("grids.year"),
            years,
            index=years.index(wanted),
            placeholder=words("choose"),
            key=f"grid_year_{key}",
        )
    st.caption(words(f"grids.{key.partition('-')[0]}.about"))
    return f"{worldpop.BEGINS}{country}:{year}:{key}" if country else ""


def _by_tile(data: Dataset, words: Words) -> str:
    with st.grid(3, min_column_width=180):
        tiles = st.multiselect(
            words("grids.tiles"),
            ghspop.everywhere(),
            default=_tiles(data),
            max_selections=ghspop.MOST_TILES,
            help=words("grids.tiles.help", most=words.number(ghspop.MOST_TILES)),
            placeholder=words("choose"),
            key="grid_tiles",
        )
        cells = st.selectbox(
            words("grids.cells"),
            tuple(ghspop.CELLS),
            format_func=lambda name: words(f"grids.cells.{name}"),
            placeholder=words("choose"),
            key="grid_cells",
        )
        years = ghspop.YEARS[::-1]
        year = st.selectbox(
            words("grids.year"),
            years,
            index=min(range(len(years)), key=lambda at: abs(years[at] - _year(data))),
            placeholder=words("choose"),
            key="grid_year_ghspop",
        )
    st.caption(words("grids.ghspop.about"))
    return f"{ghspop.BEGINS}{'+'.join(tiles)}:{year}:{cells}" if tiles else ""


def _tiles(data: Dataset) -> list[str]:
    """Those that sites lie in or near."""
    import numpy as np
    import shapely

    shapes = data.sites.geometry.to_numpy()
    shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    west, south, east, north = shapely.bounds(shapes).T
    lon, lat = (
        np.concatenate([west, east, west, east]),
        np.concatenate([south, north, north, south]),
    )
    return ghspop.tiles(lon, lat, NEAR_DEG)[: ghspop.MOST_TILES]


def _by_address(words: Words) -> str:
    address = st.text_input(
        words("grids.at"), placeholder="https://…/people.tif", key="grid_address", max_chars=2_000
    ).strip()
    promised = st.text_input(
        words("grids.sum"), help=words("grids.sum.help"), key="grid_sum", max_chars=64
    ).strip()
    return f"{address}#sha256={promised}" if address and promised else address


def _part(data: Dataset, words: Words) -> str:
    """What the grid is to be: the first one that is lacking is proposed."""
    if PARTS[0] not in data.rasters:
        return PARTS[0]
    return str(
        st.selectbox(
            words("grids.as"),
            PARTS,
            index=1,
            format_func=lambda name: words(f"layer.{name}"),
            placeholder=words("choose"),
            key="grid_part",
        )
    )


def _look_up(text: str) -> None:
    """Ask the server how large the file is, and whether it gives parts; say what went wrong."""
    try:
        with st.spinner(session.words()("grids.looking")):
            session.hold(FOUND, _found(text))
    except OrewatchError as error:
        if error.code == "fetch-offline" and access.person().is_signed_in:
            address = plain(str(error.facts["address"]))  # where files lie is not for everybody
            st.error(session.words()("grids.offline", address=address), icon=":material/cloud_off:")
        else:
            errors.tell(error)


def _found(text: str) -> _Found:
    if not remote.is_remote(text):
        raise ReadError("not-address", value=text[:80])
    asked = remote.wanted(text)
    parts = ranges.found(asked.address) if remote.could_be_parted(text) else None
    size = parts.size if parts else remote.size(text)
    return _Found(text=text, name=asked.name, size=size, is_parted=parts is not None)


def _get(found: _Found, part: str, words: Words) -> None:
    """What was found, and the button that gets it."""
    size = words.number(found.size / MB, 0 if found.size >= 10 * MB else 1) if found.size else ""
    form = "parted" if found.is_parted else "whole" if size else "unsized"
    st.markdown(words(f"grids.found.{form}", name=plain(found.name), size=size))
    if form == "whole" and remote.could_be_parted(found.text):
        st.caption(words("grids.no-parts"))
    label = words("grids.use" if found.is_parted else "grids.fetch")
    if st.button(pressed.label(label), type="primary", icon=":material/download:", key="grid_get"):
        _begin(found, part)


def _begin(found: _Found, part: str) -> None:
    from analytics import jobs

    session.let_go(FOUND)
    if found.is_parted:
        with errors.polite():
            inuse.change(remote.added(inuse.whole(), part, found.text))
        st.toast(session.words()("grids.added", name=found.name), icon=":material/check:")
    else:
        tasks.begin(jobs.FETCH, jobs.fetch_spec(found.text, part, name=found.name))
    st.rerun()


def _country(data: Dataset) -> str:
    """Where most of the sites are."""
    counts = data.sites[schema.COUNTRY].value_counts()
    return str(counts.index[0]) if len(counts) else ""


def _year(data: Dataset) -> int:
    """The last year of the sites."""
    years = data.sites[schema.PERIOD].dropna().astype(str).str[:DIGITS]
    last = years[years.str.isdecimal()].max() if len(years) else ""
    return int(last) if isinstance(last, str) and last else USUAL_YEAR


def _at(codes: list[str], code: str) -> int | None:
    return codes.index(code) if code in codes else None

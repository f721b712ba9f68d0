"""The data set in use, and what the filters let through of it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.core import earlier, kinds
from analytics.core.dataset import EARLIER
from analytics.core.errors import OrewatchError
from analytics.core.filters import Filters, apply
from analytics.core.filters import choices as found_choices
from analytics.store.workspace import SAMPLE
from pages.access import May
from pages.ui import access, keeping, session, work

if TYPE_CHECKING:
    from collections.abc import Collection

    from analytics.core.choices import Choices
    from analytics.core.dataset import Dataset

HELD, FILTERS, EDITION = "data_held", "filters", "filter_edition"
WRITTEN: Final = "filters_written"  # what the address was last given: anything else is a link
UNSAVED: Final = "held-"  # begins the reference of a data set that could not be saved
PREFIX: Final = "f_"  # of filters in the address
WHOLE, YES = "f", "none"  # in the address: no filter, whatever the work has now
NAMES: Final = tuple(f.name for f in fields(Filters))
KEPT: Final = 8  # data sets in memory for everybody
KEPT_FILTERED: Final = 128  # the same filtered, where they are small


def dataset() -> Dataset:
    """What every page answers from: the data set in use, as far as the filters let it through."""
    data = whole()
    wanted = filters()
    if wanted.is_empty:
        return data
    key = f"{data.fingerprint}|{data.name}|{work.current().data}"
    return _filtered(keeping.size(data), data, key, wanted)


def whole() -> Dataset:
    """The data set in use without any filter; the sample until something else is accepted."""
    own = _own()
    if own is not None:
        return own
    import analytics

    return analytics.sample()


def is_sample() -> bool:
    """Whether what is in use is sample data, in any part; does not build the sample."""
    try:
        own = _own()
    except OrewatchError:
        return False  # whoever asks for the data themselves is told why there are none
    return own is None or own.is_sample


def is_own() -> bool:
    """Whether a file was accepted, rather than the sample by default."""
    return work.current().data != SAMPLE


def is_kept() -> bool:
    """Whether the store has the data set in use, so that work outside the page can open it."""
    return not work.current().data.startswith(UNSAVED) and access.may(May.CHANGE)


def is_used(data: Dataset) -> bool:
    """Whether these sites are in use, with whatever layers were added since."""
    return is_own() and work.current().origin == data.fingerprint


def replaced(data: Dataset) -> str:
    """Name of the file that this one takes the place of; "" for the same file, and the sample."""
    before = _before()
    if before is None or _content(before) == _content(data):
        return ""
    return before.name


def use(data: Dataset, *, is_compared: bool = False) -> None:
    """Work with these sites on every page from now on; layers added by the visitor stay.

    Where it `is_compared`, the sites in use until now stay beside them as the load before.
    """
    before, origin = _before(), data.fingerprint
    is_other = bool(replaced(data))
    if before is not None:
        data = _with_added(data, before, less=(EARLIER,) if is_other else ())
    if before is not None and is_other and is_compared:
        data = earlier.beside(data, before)
    _put(data, origin=origin)
    replace_filters(Filters())


def change(data: Dataset) -> None:
    """The data in use, with another layer or raster."""
    _put(data, origin=work.current().origin)


def use_sample() -> None:
    """Go back to the sample data; what was in use stays in the list of recent work."""
    work.start_anew()


def filters() -> Filters:
    """What the visitor wants to see: from the address, else as the workspace has it."""
    work.current()  # first, since taking up another workspace lets go of the filters
    found: Filters | None = session.held(FILTERS)
    given, written = _given(), session.held(WRITTEN)
    is_whole = session.arrived(WHOLE) == (YES,) or (
        not given and bool(written) and bool(session.arrived(work.IN_ADDRESS))
    )  # a link to the unfiltered view, or the way back to it
    if found is None or is_whole or (given and given != written):
        found = Filters() if is_whole else _asked(given) or found or _kept()
        session.hold(WRITTEN, given)
        session.hold(FILTERS, found)
        session.hold(EDITION, edition() + 1)
    return found


def edition() -> int:
    """Counts how often filters came from elsewhere than the widgets, which are then made anew."""
    return int(session.held(EDITION) or 0)


def replace_filters(wanted: Filters) -> None:
    """Filters chosen elsewhere than in the widgets."""
    session.hold(EDITION, edition() + 1)
    set_filters(wanted)


def set_filters(wanted: Filters) -> None:
    """Let every page and every export show only this."""
    session.hold(FILTERS, wanted)
    if dict(work.current().filters) != wanted.as_lists():
        work.change(filters=wanted.as_lists())


def keep_address() -> None:
    """Put the filters into the address, so that a link repeats the view."""
    chosen = filters().as_lists()
    session.hold(WRITTEN, chosen)
    session.settle({WHOLE: (), **{f"{PREFIX}{name}": chosen.get(name, ()) for name in NAMES}})
    session.remember({WHOLE: ""})
    session.remember({f"{PREFIX}{name}": chosen.get(name, ()) for name in NAMES})


def _given() -> dict[str, tuple[str, ...]]:
    """The filters the address named when it came, unchecked."""
    came = session.arrival()
    given = {name: came.get(f"{PREFIX}{name}", ()) for name in NAMES}
    return {name: values for name, values in given.items() if values}


def _asked(given: dict[str, tuple[str, ...]]) -> Filters | None:
    """The filters of the address; None where it has none, or makes no sense (and that is told)."""
    if not given:
        return None
    sound: dict[str, tuple[str, ...]] = {}
    for name, values in given.items():
        try:
            Filters.from_lists({**sound, name: values})
        except OrewatchError as error:
            work.note(error)  # one bad value costs that filter, not the others
        else:
            sound[name] = values
    return Filters.from_lists(sound)


def _kept() -> Filters:
    try:
        return Filters.from_lists(work.current().filters)
    except OrewatchError as error:
        work.note(error)
        return Filters()


def opened(reference: str) -> Dataset:
    """A data set of the store, from memory where it was opened before; "" is the sample."""
    if reference == SAMPLE:
        import analytics

        return analytics.sample()
    return _loaded(reference)


def _own() -> Dataset | None:
    """The visitor's data set; None for the sample; an error that says why it cannot be had."""
    reference = work.current().data
    if reference == SAMPLE:
        return None
    at_hand: tuple[str, Dataset] | None = session.held(HELD)
    if at_hand is not None and at_hand[0] == reference:
        return at_hand[1]
    return _loaded(reference)


def _put(data: Dataset, *, origin: str) -> None:
    access.need(May.CHANGE)
    try:
        reference = work.store().put_data(data)
    except OrewatchError as error:
        work.note(error)
        reference = f"{UNSAVED}{data.fingerprint}"
        session.hold(HELD, (reference, data))
    work.change(data=reference, data_name=data.name, origin=origin)


def _before() -> Dataset | None:
    """The visitor's data set in use; None for the sample, and for one that cannot be had."""
    try:
        return _own()
    except OrewatchError:
        return None


def _content(data: Dataset) -> str:
    """The hash of the file that sites were read from."""
    return next((part.sha256 for part in data.provenance if part.part == "sites"), "")


def _with_added(data: Dataset, before: Dataset, *, less: Collection[str]) -> Dataset:
    """`data` with the layers and rasters of `before` that are no sample data, `less` some."""
    for part in before.provenance:
        if part.is_sample or part.part in less:
            continue
        if part.part in before.layers and part.part not in data.layers:
            data = data.with_layer(part.part, before.layers[part.part], part)
        if part.part in before.rasters and part.part not in data.rasters:
            data = data.with_raster(part.part, before.rasters[part.part], part)
    return data


def choices() -> Choices:
    """What the data set in use can be filtered by."""
    data = whole()
    return _choices(data, data.fingerprint)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _choices(_data: Dataset, key: str) -> Choices:
    del key
    return found_choices(_data)


def columns() -> tuple[str, ...]:
    """The columns of kinds of the data set in use, whatever the filters."""
    data = whole()
    return _columns(data, data.fingerprint)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _columns(_data: Dataset, key: str) -> tuple[str, ...]:
    del key
    return kinds.columns(_data.sites)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _loaded(reference: str) -> Dataset:
    return work.store().data(reference)


@keeping.by_size(KEPT_FILTERED)
def _filtered(_data: Dataset, key: str, wanted: Filters) -> Dataset:
    del key
    return apply(_data, wanted)

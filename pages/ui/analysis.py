"""What every analysis page shares: the form, the cached answer, the polite stop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.core.analysis import Run, execute
from analytics.core.dataset import Has
from analytics.core.params import as_text
from analytics.raster.handle import Far
from pages.ui import aside, errors, form, inuse, keeping, session, tasks, work

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from analytics.core.analysis import Analysis
    from analytics.core.dataset import Dataset
    from analytics.core.errors import OrewatchError
    from analytics.core.params import Params
    from analytics.core.provenance import Provenance
    from analytics.core.section import Section

KEPT: Final = 512  # answers kept in memory for everybody, of small data sets
TOLD: Final = 2_048  # the same in words: each may be asked for in five languages
MANY: Final = 20_000  # records; an answer about more is no work for a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A run, and what it says in the visitor's language."""

    run: Run[Any]
    told: Section
    language: str
    key: str  # stands for data, parameters and language: with the same key all reads the same
    table: str = ""  # reference of the table it answers from; "" is the data set in use


@dataclass(frozen=True, slots=True)
class Given:
    """A table of series in place of the data set in use, and its reference in the store."""

    data: Dataset
    reference: str


def ask(
    analysis: Analysis[Any, Any],
    *,
    but: Collection[str] = (),
    way_out: Callable[[OrewatchError], object] | None = None,
    table: Given | None = None,
) -> Answer:
    """Title and form, then the answer; the page stops politely where there is none.

    Parameters in `but` have widgets of their own on the page; `way_out` draws what helps where
    there is no answer. A `table` answers in place of the data set in use, whatever the filters.
    """
    language = session.language()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(analysis.words(language)("title"), anchor=False, width="stretch")
        corner = st.container(width="content")
    with errors.polite(way_out):
        params = form.draw(analysis, language, but)
        if table is None:
            data, may_wait = inuse.dataset(), inuse.is_kept()
            given = answer(analysis, data, params, language, may_wait=may_wait)
        else:
            made = answer(analysis, table.data, params, language)
            given = replace(made, table=table.reference)
    with corner:
        aside.button(given)
    return given


def answer(
    analysis: Analysis[Any, Any],
    data: Dataset,
    params: Params,
    language: str,
    *,
    may_wait: bool = False,
) -> Answer:
    """The answer from memory where the same was asked of the same data before.

    Where it `may_wait`, one about many records of the data in use is worked out outside the page,
    which shows how far that is.
    """
    key = f"{analysis.slug} {analysis.version} {_identity(data)} {params}"
    size = keeping.size(data)
    if may_wait and takes_long(analysis, data):
        run = _waited_for(analysis, data, params)
    else:
        run = _run(size, analysis, data, params, key)
    told = _told(size, run, key, language)
    return Answer(run=run, told=told, language=language, key=f"{key} {language}")


def takes_long(analysis: Analysis[Any, Any], data: Dataset) -> bool:
    """Whether there is much to work out, or it has to be waited for from elsewhere."""
    wanted = [need.name for need in analysis.needs if need.kind is Has.RASTER]
    grids = [data.rasters[name] for name in wanted if name in data.rasters]
    is_far = any(isinstance(getattr(grid, "source", None), Far) for grid in grids)
    is_long = is_far or data.records > min(MANY, analysis.many)
    return is_long and not data.lacks(analysis.needs)  # what is lacking is told at once


def page(analysis: Analysis[Any, Any]) -> None:
    """An analysis that has no page script of its own."""
    from pages.ui import section

    section.show(ask(analysis))


def _waited_for(analysis: Analysis[Any, Any], data: Dataset, params: Params) -> Run[Any]:
    """The answer of a job, made into a run of the data at hand."""
    from analytics import jobs

    spec = jobs.run_spec(
        work.current().data,
        analysis.slug,
        params=as_text(params),
        filters=inuse.filters().as_lists(),
        language=session.spoken(),
    )
    found: jobs.Answer = tasks.outcome(jobs.RUN, spec)
    return found.of(data, params)


def _identity(data: Dataset) -> str:
    """Content and name: the same content under another name is another visitor's business."""
    return _digest(data.fingerprint, data.name, data.provenance)


@lru_cache(maxsize=TOLD)
def _digest(fingerprint: str, name: str, provenance: tuple[Provenance, ...]) -> str:
    """Short, since every part of a page is known by it; the sources alone are 3 kB to write."""
    return sha256(f"{fingerprint}|{name}|{provenance}".encode()).hexdigest()


@keeping.by_size(KEPT)
def _run(_analysis: Analysis[Any, Any], _data: Dataset, _params: Params, key: str) -> Run[Any]:
    """Known by the key alone: to hash parameters takes Streamlit 1.5 ms, and it samples frames."""
    del key
    with st.spinner(session.words()("wait")):
        return execute(_analysis, _data, _params)


@keeping.by_size(TOLD)
def _told(_run: Run[Any], key: str, language: str) -> Section:
    del key
    with st.spinner(session.words()("wait")):
        return _run.section(language)

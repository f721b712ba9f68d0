"""The sites of compliance: found, filtered, listed, and each with all that lies on its ground."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.analyses.compliance import ANALYSIS, rows
from analytics.analyses.compliance.pieces import JOIN
from analytics.analyses.compliance.plainly import told
from analytics.analyses.compliance.rules import shelf
from analytics.core.vocabulary import fold
from pages.ui import keeping, rules, section, session, sitemap_pick
from pages.ui.plain import plain

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from pages.ui.analysis import Answer

SEARCHED: Final = ("site_id", "site_name", "province", "holder")
FLAGS: Final = ("conditional_ha", "low_ha")
CHOSEN: Final = "compliance_site"  # the id of the site whose ground is told


def ground(answer: Answer) -> None:
    """The map of all pieces; a click chooses the site a piece is of."""
    if len(answer.told.maps) > 1:
        chosen = str(session.held(CHOSEN) or "")
        marked = _own(answer, chosen).geometry.head(1).representative_point() if chosen else ()
        sitemap_pick.draw(
            answer.told.maps[1],
            key=ANALYSIS.slug,
            answer=answer,
            picked=partial(session.hold, CHOSEN),
            marked=tuple(marked),
        )


def show(answer: Answer) -> None:
    """The search, the list, and the site chosen in it."""
    words, sites = session.words(), answer.run.result.sites
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        wanted = st.text_input(
            words("compliance.find"),
            placeholder=words("compliance.find.placeholder"),
            key="compliance_find",
            icon=":material/search:",
            width=320,
        )
        is_flagged = st.toggle(
            words("compliance.flagged"),
            key="compliance_flagged",
            help=words("compliance.flagged.help"),
        )
    size, asked = keeping.size(answer.run.dataset), (answer.key, fold(wanted), is_flagged)
    found = _found(size, sites, asked)
    st.caption(words("compliance.listed", count=len(found), all=len(sites)))
    if found.empty:
        st.caption(words("compliance.none"))
        return
    ids = found["site_id"].tolist()
    section.choose(
        lambda: rows.sites(found, ANALYSIS.words(answer.language)),
        data=answer.run.dataset,
        key="compliance_sites",
        known=asked,
        picked=partial(_pick, ids),
    )
    chosen = ids[0] if len(ids) == 1 else session.held(CHOSEN)
    known = sites[sites["site_id"] == chosen] if chosen else None
    if known is None or known.empty:
        st.caption(words("compliance.choose"))
    else:
        _site(answer, known.iloc[0])


@keeping.by_size(section.KEPT_TABLES)
def _found(_sites: pd.DataFrame, asked: tuple[str, str, bool]) -> pd.DataFrame:
    """The sites whose name, id, province or holder holds all the letters asked for."""
    _, letters, is_flagged = asked
    keep = _sites["area_ha"].notna()
    if is_flagged:
        keep &= _sites[list(FLAGS)].sum(axis=1) > 0
    if letters:
        whole = _sites[list(SEARCHED)].fillna("").agg(" ".join, axis=1)
        keep &= whole.map(fold).str.contains(letters, regex=False)
    return _sites[keep].reset_index(drop=True)


def _pick(ids: list[str], place: int | None) -> None:
    session.hold(CHOSEN, "" if place is None else ids[place])


def _own(answer: Answer, site: str) -> gpd.GeoDataFrame:
    """The pieces of one site, the largest first; slivers only where there is nothing else."""
    pieces = answer.run.result.pieces
    own = pieces[pieces["site_id"] == site].sort_values("area_ha", ascending=False)
    return own if own["is_sliver"].all() else own[~own["is_sliver"]]


def _site(answer: Answer, site: pd.Series[Any]) -> None:
    """Everything that lies on its ground, and the rules that decided, with their law."""
    words, result = ANALYSIS.words(answer.language), answer.run.result
    seen = _own(answer, site["site_id"])
    with st.container(border=True, gap="small"):
        name = " · ".join(part for part in (site["site_name"], site["site_id"]) if part)
        st.subheader(plain(name), anchor=False)
        verdict, area = words(f"class.{site['class']}"), words.hectares(site["area_ha"])
        st.markdown(f"**{plain(verdict)}** · {area}")
        section.table(rows.pieces(seen, words))
        fired = {one for text in seen["rule"] for one in text.split(JOIN) if one}
        given = told(shelf.rules(result.chosen), words)
        rules.plainly(answer, [one for one in given if one.id in fired])

"""The sites of compliance: found, filtered, listed, and each with all that lies on its ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.analyses.compliance import ANALYSIS, rows
from analytics.analyses.compliance.pieces import JOIN
from analytics.analyses.compliance.plainly import told
from analytics.analyses.compliance.rules import shelf
from analytics.core.vocabulary import fold
from pages.ui import rules, section, session
from pages.ui.plain import plain

if TYPE_CHECKING:
    import pandas as pd

    from pages.ui.analysis import Answer

SEARCHED: Final = ("site_id", "site_name", "province", "holder")
FLAGS: Final = ("conditional_ha", "low_ha")


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
    found = _found(sites, wanted, is_flagged=is_flagged)
    st.caption(words("compliance.listed", count=len(found), all=len(sites)))
    if found.empty:
        st.caption(words("compliance.none"))
        return
    chosen = _listed(answer, found)
    if chosen is None:
        st.caption(words("compliance.choose"))
    else:
        _site(answer, chosen)


def _found(sites: pd.DataFrame, wanted: str, *, is_flagged: bool) -> pd.DataFrame:
    """The sites whose name, id, province or holder holds all the letters asked for."""
    keep = sites["area_ha"].notna()
    if is_flagged:
        keep &= sites[list(FLAGS)].sum(axis=1) > 0
    if fold(wanted):
        whole = sites[list(SEARCHED)].fillna("").agg(" ".join, axis=1)
        keep &= whole.map(fold).str.contains(fold(wanted), regex=False)
    return sites[keep].reset_index(drop=True)


def _listed(answer: Answer, found: pd.DataFrame) -> dict[str, Any] | None:
    """The list; the site chosen in it, or the only one."""
    words = ANALYSIS.words(answer.language)
    picked = section.choose(rows.sites(found, words), key="compliance_sites")
    if picked is None and len(found) == 1:
        picked = 0
    return (
        None if picked is None else {str(name): value for name, value in found.iloc[picked].items()}
    )


def _site(answer: Answer, site: dict[str, Any]) -> None:
    """Everything that lies on its ground, and the rules that decided, with their law."""
    words, result = ANALYSIS.words(answer.language), answer.run.result
    own = result.pieces[result.pieces["site_id"] == site["site_id"]]
    seen = own[~own["is_sliver"]] if not own["is_sliver"].all() else own
    with st.container(border=True, gap="small"):
        name = " · ".join(part for part in (site["site_name"], site["site_id"]) if part)
        st.subheader(plain(name), anchor=False)
        verdict, area = words(f"class.{site['class']}"), words.hectares(site["area_ha"])
        st.markdown(f"**{plain(verdict)}** · {area}")
        section.table(rows.pieces(seen, words))
        fired = {one for text in seen["rule"] for one in text.split(JOIN) if one}
        given = told(shelf.rules(result.chosen), words)
        rules.plainly(answer, [one for one in given if one.id in fired])

"""From the page to a file: what to check first, the work beside the page, the document to take."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from analytics.core.errors import NotKnown, OrewatchError
from pages.ui import briefing, downloads, session, tasks, work
from pages.ui.plain import plain
from reports.media import MIME

if TYPE_CHECKING:
    from analytics.jobs import Document
    from reports.brief.content import Brief, Sentence

PREVIEW_PX: Final = 1120


def preview(brief: Brief) -> None:
    """Page 1 as it is now, in a frame of its own that may run nothing."""
    words = session.words()
    st.markdown(f"**{words('brief.preview')}**")
    content = b64encode(_first_page(brief, f"{brief.id} {brief.order.audience}").encode()).decode()
    st.iframe(
        f"data:text/html;charset=utf-8;base64,{content}",
        height=PREVIEW_PX,
        alt=words("brief.preview.alt", headline=brief.headline.text),
    )


def checks(brief: Brief) -> None:
    """What an author should look at before the brief leaves the house."""
    from reports.brief import redact

    words, found = session.words(), [*redact.leaks(brief), *_doubts(brief)]
    if brief.redacted:
        st.info("  \n".join(map(plain, brief.redacted)), icon=":material/visibility_off:")
    if not found:
        st.success(words("brief.checks.none"), icon=":material/check:")
        return
    with st.container(border=True):
        st.markdown(f":material/checklist: **{words('brief.checks')}**")
        st.markdown("\n".join(f"- {plain(text)}" for text in found))


def take(brief: Brief) -> None:
    """Choose the form, have it made, take it away."""
    from reports.brief.make import FORMS

    words, forms = session.words(), FORMS[brief.order.audience]
    key = f"brief_form_{brief.order.audience}_{session.spoken()}"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        picked = st.segmented_control(
            words("brief.form"),
            list(forms),
            default=forms[0],
            format_func=lambda one: words(f"brief.form{one}"),
            required=True,
            key=key,
        )
        suffix = picked or forms[0]
        lacks = downloads.lacks_for_pdf() if suffix == ".pdf" else None
        st.button(
            words("brief.create"),
            icon=":material/play_arrow:",
            type="primary",
            key="brief_create",
            on_click=partial(_create, suffix),
            disabled=lacks is not None,
            help=lacks.text(session.language()) if lacks else None,
        )
    if tasks.watched(_kind()):
        return
    _loaded_beforehand()
    made = _made()
    if made is not None:
        _button(made)


def _button(made: Document) -> None:
    words = session.words()
    suffix = f".{made.name.rpartition('.')[2]}"
    try:
        content = work.store().file(made.file)
    except OrewatchError:
        return  # swept away since: it can be made again
    st.download_button(
        words("brief.take", form=words(f"brief.form{suffix}"), id=made.id),
        content,
        file_name=made.name,
        mime=MIME[suffix],
        on_click="ignore",
        icon=":material/download:",
        type="primary",
        key=f"brief_take_{made.file[:8]}",
    )


def _create(suffix: str) -> None:
    tasks.own()
    tasks.begin(_kind(), briefing.spec(suffix))
    briefing.remember()


def _loaded_beforehand() -> None:
    """While the visitor reads, a process loads what making takes: half of the wait."""
    from analytics import jobs

    jobs.expect_brief(work.store())


def _kind() -> str:
    from analytics import jobs

    return jobs.BRIEF


def _made() -> Document | None:
    """The document made last."""
    from analytics import jobs
    from analytics.store.workspace import State

    if not work.is_saved():
        return None
    found = work.store().jobs(work.current().key, states=[State.DONE])
    last = next((job for job in found if job.kind == jobs.BRIEF), None)
    if last is None:
        return None
    try:
        made = cast("Document", jobs.result(work.store(), last))
    except (NotKnown, jobs.JobError):
        return None
    tasks.saw(last.key)
    return made


def _doubts(brief: Brief) -> list[str]:
    words = session.words()
    found = [
        words("brief.check.typed", text=one.text, numbers=words.join(one.typed))
        for one in _edited(brief)
        if one.typed
    ]
    without = [tile.label for tile in brief.tiles if not tile.value]
    if without:
        found.append(words("brief.check.missing", names=words.join(without)))
    bare = [tile.label for tile in brief.tiles if tile.value and tile.is_bare]
    if bare:
        found.append(words("brief.check.range", count=len(bare), names=words.join(bare)))
    if not (brief.order.organisation or brief.order.author):
        found.append(words("brief.check.author"))
    if brief.is_sample:
        found.append(words("brief.check.sample"))
    found += [f"{one.title}: {one.reason}" for one in brief.absent]
    return [*brief.warned, *found]


def _edited(brief: Brief) -> list[Sentence]:
    from reports.brief import manifest

    return [one for one in manifest.sentences(brief) if one.is_edited]


@st.cache_resource(show_spinner=False, max_entries=8)
def _first_page(_brief: Brief, key: str) -> str:
    del key
    from reports.brief import page

    return page.first(_brief)

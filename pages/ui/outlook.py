"""What the pages of series share: where the series come from, and how they are parted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pages.ui import analysis, byzone, seriestable, work

if TYPE_CHECKING:
    from analytics.core.analysis import Analysis
    from analytics.core.errors import OrewatchError
    from pages.ui.analysis import Answer

PAGES: Final = ("trend", "forecast")  # that may answer from a table of series
#: Parameters a table of series has no use for: it brings units and periods of its own.
OF_RECORDS: Final = ("by", "step", "sums")


def ask(asked: Analysis[Any, Any]) -> Answer:
    """Title, form and the answer, from a table of series where one is in use."""
    table = seriestable.dataset()
    names = asked.params.__dataclass_fields__
    unused = [name for name in OF_RECORDS if name in names] if table is not None else []
    answer = analysis.ask(
        asked,
        but=(*byzone.NAMES, *unused),
        way_out=partial(_way_out, asked),
        table=analysis.Given(table, work.current().series) if table is not None else None,
    )
    seriestable.notice()
    byzone.draw(answer)
    seriestable.box()
    return answer


def _way_out(asked: Analysis[Any, Any], error: OrewatchError) -> None:
    """Where there is no answer: the way back, another layer, or a table."""
    del error
    seriestable.notice()
    byzone.way_out(asked)
    seriestable.box()

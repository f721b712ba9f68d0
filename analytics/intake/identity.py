"""What a record is called: its id, its name, its province and who reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.core import schema, vocabulary
from analytics.core.issue import Action, Severity
from analytics.intake.choice import chosen
from analytics.intake.distinct import Distinct, as_text, commonest, distinct, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.intake.work import Work

MADE: Final = "R"  # before the row number, in an id the file did not have
CODE_LETTERS: Final = 2  # "ND" and "NA" may be the code of a state, or a name


def read_text(work: Work, target: str) -> tuple[Work, pd.Series[str]]:
    """Text with single spaces; provinces that differ in case or accents only become one."""
    name = work.columns.get(target)
    if name is None:
        return work, pd.Series(None, index=work.frame.index, dtype="str")
    cells = distinct(work.frame[name])
    texts = [None if _is_missing(v) else as_text(v) for v in cells.each]
    if target == schema.ADMIN1:
        work, texts = _settle_variants(work, name, cells, texts)
    return work, cells.texts(texts)


def read_ids(work: Work, periods: pd.Series[str]) -> tuple[Work, pd.Series[str]]:
    """The file's ids as text; rows without one are named after their number in the file."""
    name = work.columns.get(schema.SITE_ID, "")
    cells = distinct(work.frame[name] if name else pd.Series(None, work.frame.index, dtype=object))
    ids = cells.texts([None if _is_missing(v) else as_text(v) for v in cells.each])
    work, ids = _tell_repeated(work, name, ids, periods)
    missing = ids.isna()
    if missing.any():
        made = pd.Series([f"{MADE}{row:06d}" for row in ids.index[missing]], ids.index[missing])
        made = made.where(~made.isin(ids), made + "-row")
        ids = ids.mask(missing, made.reindex(ids.index)).astype("str")
        work = work.told(
            "id-made",
            severity=Severity.NOTE,
            action=Action.REPAIRED,
            rows=missing.index[missing] if name else (),
            count=int(missing.sum()),
            column=name,
            example=str(made.iloc[0]),
        )
    return work, ids


def _is_missing(value: object) -> bool:
    text = str(value).strip()
    is_code = len(text) == CODE_LETTERS and text.isalpha()
    return not is_code and vocabulary.is_missing(text)


def _settle_variants(
    work: Work, name: str, cells: Distinct, texts: Sequence[str | None]
) -> tuple[Work, list[str | None]]:
    """One spelling for each place: the most frequent one."""
    alike: dict[str, list[str]] = {}
    column = cells.texts(texts).dropna()
    for text, count in column.value_counts().items():
        alike.setdefault(vocabulary.fold(str(text)), []).extend([str(text)] * int(count))
    best = {t: commonest(group) for group in alike.values() for t in set(group)}
    are = [text is not None and best[text] != text for text in texts]
    if not any(are):
        return work, list(texts)
    options = ("merge", "keep")
    option = chosen(work, "text-variants", "merge", options, column=name)
    work = work.told(
        "text-variants",
        severity=Severity.WARNING if option == "keep" else Severity.NOTE,
        action=Action.REPAIRED if option == "merge" else Action.KEPT,
        rows=cells.rows(are),
        column=name,
        options=options,
        option=option,
        examples=quoted(sorted({f"{t} → {best[t]}" for t in texts if t and best[t] != t})),
    )
    return work, [best[t] if t and option == "merge" else t for t in texts]


def _tell_repeated(
    work: Work, name: str, ids: pd.Series[str], periods: pd.Series[str]
) -> tuple[Work, pd.Series[str]]:
    """A site seen again in another period keeps its id; twice in one period is in doubt."""
    there = ids.dropna()
    pair = pd.DataFrame({"id": there, "period": periods.reindex(there.index).fillna("")})
    in_doubt = pair.duplicated(keep=False)
    again = pair["id"].duplicated(keep=False) & ~in_doubt
    if again.any():
        work = work.told(
            "id-revisited",
            severity=Severity.NOTE,
            action=Action.KEPT,
            rows=pair.index[again],
            column=name,
            sites=int(pair.loc[again, "id"].nunique()),
        )
    if not in_doubt.any():
        return work, ids
    options = ("keep", "number")
    option = chosen(work, "id-repeated", "keep", options, column=name)
    work = work.told(
        "id-repeated",
        severity=Severity.WARNING,
        action=Action.KEPT if option == "keep" else Action.REPAIRED,
        rows=pair.index[in_doubt],
        column=name,
        options=options,
        option=option,
        examples=quoted(sorted(pair.loc[in_doubt, "id"].unique())),
    )
    if option == "number":
        number = pair.groupby(["id", "period"]).cumcount()
        ids = ids.mask(number.reindex(ids.index) > 0, ids + "#" + (number + 1).astype(str))
    return work, ids

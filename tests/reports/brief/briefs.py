"""The brief of the sample data, its answers worked out once for each process."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import analytics
from reports.brief import answers
from reports.brief.compose import compose
from reports.brief.order import Order

CREATED = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


@cache
def given():
    """The usual answers and what was lent for page 1."""
    data = analytics.sample()
    found, absent = answers.ask(answers.standard(data), lambda _: data)
    assert absent == ()
    return found


def order(**changes):
    """What is asked for, with the usual answers."""
    own = tuple(one.wanted for one in given() if not one.is_lent)
    return replace(Order(created=CREATED, entries=own), **changes)


def brief(**changes):
    """The brief of the sample data."""
    return compose(order(**changes), given())

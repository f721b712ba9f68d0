"""Tickets: good for one thing, one person and some hours."""

import pytest

from pages import ticket as tickets
from pages.ticket import TURN_S, TURNS, is_good, ticket

NOW = 1_800_000_000


@pytest.fixture
def clock(monkeypatch):
    """A function that sets the time."""

    def at(moment):
        monkeypatch.setattr(tickets.time, "time", lambda: moment)

    at(NOW)
    return at


def test_a_ticket_lets_its_person_fetch_its_thing(clock):
    shown = ticket("map", "anna")
    assert is_good(shown, "map", "anna")
    assert not is_good(shown, "map", "ben")
    assert not is_good(shown, "map2", "anna")
    clock(NOW + 1)
    assert ticket("map", "anna") == shown


def test_a_ticket_ends_and_its_end_cannot_be_moved(clock):
    shown = ticket("map", "anna")
    until, _, seal = shown.partition(".")
    assert TURN_S * (TURNS - 1) < int(until) - NOW <= TURN_S * TURNS
    clock(int(until))
    assert not is_good(shown, "map", "anna")
    assert not is_good(f"{int(until) + TURN_S}.{seal}", "map", "anna")


@pytest.mark.parametrize("shown", ["", ".", "x.y", "99999999999.", "99999999999.0", "\u0661.x"])
def test_what_is_no_ticket_opens_nothing(shown):
    assert not is_good(shown, "map", "anna")


@pytest.mark.usefixtures("clock")
def test_what_another_process_sealed_is_worth_nothing():
    shown = ticket("map", "anna")
    tickets._secret.cache_clear()
    assert not is_good(shown, "map", "anna")


def test_a_ticket_says_nothing_of_the_person():
    assert "anna" not in ticket("map", "anna")

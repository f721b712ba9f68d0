"""Answers that hold for one run of a page."""

from threading import Thread

import pytest

from pages import once


@pytest.fixture
def asked():
    times = []

    @once.a_run
    def find():
        times.append(1)
        return len(times)

    return find


def test_within_a_run_it_is_found_out_once(asked):
    with once.in_a_run():
        assert [asked(), asked()] == [1, 1]
    with once.in_a_run():
        assert asked() == 2


def test_outside_a_run_it_is_found_out_each_time(asked):
    with once.in_a_run():
        asked()
    assert [asked(), asked()] == [2, 3]


def test_what_no_longer_holds_is_found_out_again(asked):
    with once.in_a_run():
        asked()
        once.forget()
        assert asked() == 2
    once.forget()  # outside a run there is nothing to forget


def test_a_run_that_breaks_off_leaves_nothing_behind(asked):
    def breaks_off():
        with once.in_a_run():
            asked()
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        breaks_off()
    assert asked() == 2


def test_another_visitor_is_another_thread(asked):
    seen = []
    with once.in_a_run():
        asked()
        other = Thread(target=lambda: seen.append(asked()))
        other.start()
        other.join()
        assert asked() == 1
    assert seen == [2]


def test_an_error_is_no_answer():
    tries = []

    @once.a_run
    def find():
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("not yet")
        return "found"

    with once.in_a_run():
        with pytest.raises(ValueError, match="not yet"):
            find()
        assert find() == "found"

"""What is loaded before anybody needs it."""

import gc

from pages import warm


def test_what_was_loaded_is_not_looked_through_for_garbage_again():
    warm.first_page_is_there()
    warm.load()
    left_out = gc.get_freeze_count()
    gc.unfreeze()
    assert left_out > 50_000

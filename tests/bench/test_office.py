"""Time a Word document and slides take once their answers are known."""

import pytest

from reports.brief import deck, documents
from tests.bench.clock import beside
from tests.reports.brief.briefs import brief

pytestmark = pytest.mark.bench

MOST_SECONDS = {documents.docx: 5.0, deck.pptx: 4.0}  # on an idle machine


@pytest.mark.parametrize("write", MOST_SECONDS, ids=lambda write: write.__name__)
def test_a_file_is_written_while_one_waits(write):
    one = brief()
    write(one)  # the first loads the libraries
    taken, slowness = beside(3, lambda: write(one))
    print(f"\n{write.__name__}: {taken:.1f} s on a machine {slowness:.1f} times as slow as usual")
    assert taken <= MOST_SECONDS[write] * slowness

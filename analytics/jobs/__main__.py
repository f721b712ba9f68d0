"""`python -m analytics.jobs FOLDER KEY`: one job of the store in FOLDER; `--wait` for its key."""

import sys
from pathlib import Path

from analytics.jobs import spare
from analytics.jobs.work import work
from analytics.store import open_store

if __name__ == "__main__":
    key = spare.awaited() if sys.argv[2] == spare.WAITS else sys.argv[2]
    if key:
        store = open_store(Path(sys.argv[1]))
        work(store, key)
        store.close()

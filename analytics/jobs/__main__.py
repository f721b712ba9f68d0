"""`python -m analytics.jobs FOLDER KEY`: do one job of the store in FOLDER."""

import sys
from pathlib import Path

from analytics.jobs.work import work
from analytics.store import open_store

if __name__ == "__main__":
    store = open_store(Path(sys.argv[1]))
    work(store, sys.argv[2])
    store.close()

#!/usr/bin/env bash
# Compile the locks from pyproject.toml: exact versions with hashes, for every platform.
# `lock.sh --upgrade` takes the newest versions pyproject.toml allows.
set -euo pipefail
cd "$(dirname "$0")/.."

uv=$(command -v uv || echo .venv/bin/uv)
# One version of each package for every Python: numbers and types are then the same everywhere.
options=(--quiet --universal --fork-strategy fewest --generate-hashes --python-version 3.11 --no-header "$@")

"$uv" pip compile "${options[@]}" pyproject.toml -o requirements.txt
# The second follows the first, so that both name the same versions.
"$uv" pip compile "${options[@]}" pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
echo uv | "$uv" pip compile "${options[@]}" --no-annotate - -o scripts/uv.txt
echo "requirements.txt, requirements-dev.txt and scripts/uv.txt are up to date. Next: make test"

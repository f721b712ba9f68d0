# Orewatch: `make` shows what there is. How set-up works: scripts/setup.sh.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
SETUP := @bash scripts/setup.sh

PORT ?= 8501
HOST ?= 127.0.0.1
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest --quiet

BROWSER := OREWATCH_CHROMIUM="$${OREWATCH_CHROMIUM:-$$(cat .setup/chromium 2> /dev/null || true)}" \
	PLAYWRIGHT_NODEJS_PATH="$$(ls "$(CURDIR)/.setup/browser/node" 2> /dev/null || true)"

export PYTHON ?=

.PHONY: help setup run test fast lint types layers browser bench docs lock

help:
	@echo "Orewatch. Type make and one of:"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' Makefile

setup: ## install all that working on Orewatch needs, the browser for tests included
	$(SETUP) all

run: ## open the app on sample data at http://localhost:8501
	$(SETUP) run
	@echo "Orewatch opens at http://localhost:$(PORT) – Ctrl+C stops it; another port: make run PORT=9000"
	@exec $(BIN)/streamlit run app.py --server.address "$(HOST)" --server.port "$(PORT)"

test: ## the whole suite: lint, types, layers, every test, the browser's included
	$(SETUP) test
	@$(MAKE) lint types layers
	@$(BROWSER) $(PYTEST) -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not bench"

fast: ## every test that needs no browser
	$(SETUP) dev
	@$(PYTEST) -n $(WORKERS) -m "not browser and not bench"

lint: ## style of the code (ruff)
	$(SETUP) dev
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ."; exit 1; }

types: ## types of the code (mypy, strict)
	$(SETUP) dev
	@$(BIN)/mypy --no-error-summary

layers: ## who may import whom (import-linter)
	$(SETUP) dev
	@$(BIN)/lint-imports --no-logo > .setup/layers.log || { cat .setup/layers.log; exit 1; }

browser: ## only the tests that drive a browser
	$(SETUP) test
	@$(BROWSER) $(PYTEST) -m browser

bench: ## speed and memory, as ratios
	$(SETUP) dev
	@$(PYTEST) tests/bench -m bench -s

docs: ## rebuild the pages made from the code: methods, codes, settings
	$(SETUP) dev
	@$(BIN)/python scripts/docs.py

lock: ## pin what pyproject.toml asks for, with hashes
	$(SETUP) dev
	@bash scripts/lock.sh

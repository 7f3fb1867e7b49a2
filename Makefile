# Manajemen Talenta ASN. `make` alone lists what can be made.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help setup demo test browser clients lint format lock openapi authority clean
.DEFAULT_GOAL := help

help: ## show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready ## make the environment in .venv and touch nothing else

# Wheels only: no compiler is needed, and nothing that is not in the lock gets in.
$(VENV)/.ready: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

demo: setup ## a province in one command: import, map, succession, approval; then serve on 127.0.0.1:8000
	@exec $(BIN)/talenta demo

test: setup ## the whole test suite, on an embedded PostgreSQL of its own, without network
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile

browser: ## what tests need from npm (Node 20 or newer): without it those in a browser and on an object store are skipped
	npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund

# The generators have an environment of their own, with a Java runtime: none of it is needed to serve.
clients: ## what generates clients (PyPI, npm): without it the tests of tests/clients are skipped
	$(PYTHON) -m venv .generators
	.generators/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r tests/clients/generators.lock
	npm ci --prefix tests/clients --ignore-scripts --no-audit --no-fund

lint: setup ## the static checks alone
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup ## let the formatter have its way
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

openapi: setup ## write tests/openapi.json anew after a change of the API
	$(BIN)/talenta openapi > tests/openapi.json

authority: setup ## write docs/authority.md and fields.md anew after a change of who may do what
	AUTHORITY=write $(BIN)/python -m pytest -q -n 0 tests/authority/test_matrix.py tests/authority/test_fields.py

lock: ## resolve requirements*.in anew (needs uv on the PATH)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements.in -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements-dev.in -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q .ci/audit.in -o .ci/audit.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q tests/clients/generators.in -o tests/clients/generators.lock

clean: ## remove the environment and caches (never the data)
	rm -rf $(VENV) .generators .pytest_cache .mypy_cache .ruff_cache .import_linter_cache *.egg-info

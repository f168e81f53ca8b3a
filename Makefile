# The commands of the house. `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8000
WORKERS ?= 2
LOAD_DIR ?= /tmp/archive-load
LOAD_SECONDS ?= 300
BIN := .venv/bin
RUN := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes
CHROMIUM := $(firstword $(shell command -v chromium chromium-browser google-chrome 2>/dev/null))

.PHONY: help run test test-slow test-container test-postgresql check audit sbom coverage mutation load lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-16s %s\n", $$1, $$2}' Makefile

run: .venv/.installed ## install, migrate, import seeds/ into an empty archive, and serve it on PORT (8000)
	@$(RUN) migrate --verbosity 0
	@if $(RUN) shell --no-imports --verbosity 0 -c 'import sys; from archive.models import Article; sys.exit(Article.objects.exists())'; \
	then echo "The archive is empty: importing seeds/"; $(RUN) import_articles seeds/; fi
	@$(RUN) collectstatic --no-input --verbosity 0
	@echo "To make an administrator, in another terminal: $(if $(DATA_DIR),DATA_DIR=$(DATA_DIR) )$(RUN) createsuperuser"
	@exec $(RUN) serve --bind 127.0.0.1:$(PORT) --workers $(WORKERS)

test: .venv/.tested ## the quick tests, those in a browser too where Chromium is found
	$(BIN)/python -m pytest -q -rs -n auto
ifneq ($(CHROMIUM),)
	$(BIN)/python -m pytest -q -rs -n auto -m "browser and not slow" tests/browser
else
	@echo "skipped: the tests in a browser. Install Chromium (Debian: apt-get install chromium) to run them."
endif

test-slow: .venv/.tested ## what takes longer: faults, every engine, the container
	$(BIN)/python -m pytest -q -rs -m slow -n auto --dist worksteal
	@$(MAKE) test-container

test-postgresql: .venv/.tested ## the quick tests on a PostgreSQL server of their own
	tests/postgresql/check -n auto tests

coverage: .venv/.tested ## branches of archive/ that the quick tests reach; at least 95 %
	$(BIN)/python -m pytest -q -n auto --cov --cov-branch --cov-report=term:skip-covered --cov-fail-under=95

mutation: .venv/.tested ## how many planted faults the tests of search, dates and importing notice
	$(BIN)/python -m tests.mutation

load: .venv/.tested ## the load targets, at 100,000 articles in LOAD_DIR, which is filled if empty
	DATA_DIR=$(LOAD_DIR) $(BIN)/python -m tests.load.run --seconds $(LOAD_SECONDS)

audit: .venv/.tested ## known weaknesses of the pinned packages, where their list can be reached
	@if said=$$($(BIN)/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements.txt 2>&1); \
	then echo "No weaknesses of the pinned packages are known."; \
	elif grep -qE 'could not be audited|onnection' <<<"$$said"; \
	then echo "skipped: known weaknesses. Their list does not answer here; run make audit where it does."; \
	else echo "$$said"; exit 1; fi

sbom: .venv/.tested ## what the archive is made of, as CycloneDX JSON in sbom.json
	$(BIN)/cyclonedx-py requirements --output-reproducible --output-format JSON --output-file sbom.json requirements.txt
	@echo "sbom.json: $$(grep -c '"bom-ref"' sbom.json) parts"

test-container: ## build the image without a Docker engine, run it and look at it from outside
	@if [ "$$(id -u)" != 0 ]; then echo "skipped: the container. Run as root to build and start it."; \
	elif missing=$$(for tool in buildah podman runc mmdebstrap; do command -v $$tool >/dev/null || echo $$tool; done); [ -n "$$missing" ]; \
	then echo "skipped: the container. Install" $$missing "(Debian: apt-get install) to build and start it."; \
	else tests/container/check; fi

check: .venv/.tested ## style, types, migrations, settings, import directions, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy archive
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive archive 2>/dev/null
	$(BIN)/hadolint Dockerfile
	$(BIN)/djade --check $$(git ls-files 'templates/*.html')
	$(RUN) makemigrations --check --dry-run
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	DATA_DIR=$$folder SITE_URL=https://archive.example $(RUN) check --deploy --fail-level WARNING
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_map.py tests/test_translations.py
	@$(MAKE) audit

lock: .venv/.installed ## pin what requirements.in and tests/requirements.in name, with hashes
	$(PIP) install uv
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) tests/requirements.in -o tests/requirements.txt

clean: ## remove the environment and what tools leave behind; data/ stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage htmlcov test-results

# The first Python that is new enough and can make an environment.
.venv/bin/python:
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	  then echo "Making .venv with $$($$python --version)"; exec $$python -m venv .venv; fi; \
	done; \
	echo "Python 3.11 or newer with its venv module is needed (Debian: apt-get install python3-venv)." >&2; exit 1

# A lock is complete: nothing is resolved anew, so what is released later changes nothing.
# Stamps: what is installed already is not installed again until its list changes.
.venv/.installed: requirements.txt | .venv/bin/python
	@echo "Installing what the archive needs"
	@$(PIP) install --no-deps --require-hashes -r requirements.txt
	@touch $@

.venv/.tested: tests/requirements.txt .venv/.installed
	@echo "Installing what its tests need"
	@$(PIP) install --no-deps --require-hashes -r tests/requirements.txt
	@touch $@

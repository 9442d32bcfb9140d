# The few commands of this repository. Everything is installed into .venv and frontend/node_modules; a second time is fast.
.DELETE_ON_ERROR:
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
DONE := .venv/done
NODE := scripts/node.sh
PORT ?= 8000
CHECK_ENV := FARLIGHT_STATE_DIR=var/check
NATIVE := $(wildcard native/build.py native/source/*)
FRONTEND := $(shell find frontend -name node_modules -prune -o -type f -print)
PYTEST := $(BIN)/python -m pytest -q

.PHONY: help setup demo native kernels test test-all test-quick test-sqlite test-browser test-postgresql test-frontend check coverage format-check lint types imports \
	frontend-check django-check docs lock bill format clean packages packages-test python frontend

help: ## What there is
	@grep -E '^[a-z-]+:.*##' Makefile | awk -F':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

setup: packages-test python native frontend kernels ## The environment only: system packages, .venv, front-end build

demo: packages python native frontend kernels ## A facility on this machine, with people, samples and beam: http://127.0.0.1:8000
	@exec $(BIN)/farlight demo --port $(PORT)

test: setup test-quick test-frontend ## All tests that need neither a browser nor patience, in a quarter of an hour

check: setup format-check lint types imports frontend-check django-check docs test-all ## What CI runs: checks, and every test

# ---------------------------------------------------------------- the environment

packages:
	@scripts/system_packages.sh demo

packages-test:
	@scripts/system_packages.sh test

python: $(DONE)/python

$(BIN)/python:
	python3.11 -m venv .venv

$(DONE)/python: requirements.lock scripts/build.lock pyproject.toml | $(BIN)/python packages
	@mkdir -p $(DONE)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r scripts/build.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

native: $(DONE)/native ## The image decoder, for this machine and for the browser

$(DONE)/native: $(DONE)/python $(NATIVE)
	$(BIN)/python native/build.py
	@touch $@

kernels: $(DONE)/kernels

$(DONE)/kernels: $(DONE)/python $(wildcard src/farlight/science/*.py)
	FARLIGHT_STATE_DIR=var/check $(BIN)/python -c "from farlight.science import indicators, stacking; indicators.warm_up(); stacking.warm_up()"
	@touch $@

frontend: $(DONE)/frontend

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json | $(DONE)/python
	$(NODE) npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(DONE)/frontend: frontend/node_modules/.package-lock.json $(DONE)/native $(FRONTEND)
	$(NODE) npm run --silent build
	@touch $@

# ---------------------------------------------------------------- tests

# One of thousands of tests that start processes and lines may be late: it is run once more, and named at the end with
# what it said first. More than three in a stage are a fault of the stage.
AGAIN := --reruns 1 --max-suite-reruns 3 --rerun-show-tracebacks -raR

test-all: test-sqlite test-browser test-postgresql test-frontend

test-quick:
	$(PYTEST) $(AGAIN) -n 2 --dist worksteal -m "not browser and not slow"

test-sqlite:
	$(PYTEST) $(AGAIN) -n 2 --dist worksteal -m "not browser"

# Tests in a browser run by themselves: Playwright keeps an event loop running, in which asynchronous tests cannot start.
test-browser:
	$(PYTEST) $(AGAIN) -n 2 --dist loadfile -m browser

test-postgresql:
	$(BIN)/python scripts/private_postgresql.py $(PYTEST) $(AGAIN) -n 2 -p scripts.only_database_tests -m "not browser and not slow"

test-frontend:
	$(NODE) npm test --silent

coverage: setup ## Whether the tests of each context take every branch of its rules, or of some: make coverage OF="samples kernel"
	$(BIN)/python scripts/branch_coverage.py $(OF)

# ---------------------------------------------------------------- checks

format-check:
	$(BIN)/ruff format --check .

lint:
	$(BIN)/ruff check .
	$(BIN)/djlint src --lint --quiet

types:
	$(BIN)/mypy

imports:
	$(BIN)/lint-imports

frontend-check:
	$(NODE) npm run --silent lint
	$(NODE) npm run --silent types
	$(BIN)/python scripts/api_types.py --check

django-check:
	$(CHECK_ENV) $(BIN)/farlight manage makemigrations --check --dry-run
	$(CHECK_ENV) FARLIGHT_WEB__HTTPS=true $(BIN)/farlight manage check --deploy --fail-level WARNING
	$(BIN)/farlight facility check facility/demo.toml

docs: python frontend/node_modules/.package-lock.json ## The documentation, into docs/_build
	$(CHECK_ENV) $(BIN)/sphinx-build -q -W docs docs/_build

# ---------------------------------------------------------------- keeping

format: ## Put everything into its form, and generate what is generated
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(NODE) npm run --silent format
	$(BIN)/python docs/generate.py
	$(BIN)/python scripts/api_types.py

lock: ## Resolve the dependencies anew, with hashes
	@test -x var/tools/bin/uv || { python3.11 -m venv var/tools && var/tools/bin/pip install --quiet uv; }
	var/tools/bin/uv pip compile pyproject.toml --all-extras --python-version 3.11 --generate-hashes --no-strip-extras --upgrade --quiet \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements.lock
	for name in build node; do var/tools/bin/uv pip compile scripts/$$name.in -c requirements.lock --python-version 3.11 --generate-hashes --no-strip-extras \
		--upgrade --quiet --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
		-o scripts/$$name.lock; done
	@# Beside node_modules, npm would only lock what is installed on this very machine.
	mkdir -p var/lock && cp frontend/package.json var/lock && cd var/lock && rm -f package-lock.json \
		&& npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund
	@# Who can be paid for a package is no business of a lock, and would put addresses into it.
	node -e 'const fs = require("node:fs"), path = "var/lock/package-lock.json", lock = JSON.parse(fs.readFileSync(path)); for (const entry of Object.values(lock.packages)) delete entry.funding; fs.writeFileSync("frontend/package-lock.json", JSON.stringify(lock, null, 2) + "\n")'

bill: python ## Every part with version and hash, as CycloneDX wants it, into var/farlight.cdx.json
	mkdir -p var
	$(BIN)/python scripts/bill_of_materials.py > var/farlight.cdx.json

clean: ## Away with what was built; data of a demo in var stays
	rm -rf .venv frontend/node_modules docs/_build src/farlight/ui/static/built native/built src/farlight/science/native/*.so .mypy_cache .ruff_cache .hypothesis var/check

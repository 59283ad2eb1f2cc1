# Two targets do all the set-up: `make run` and `make test`. Neither needs root or a system Java.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; \
	done)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8043

.PHONY: run test lint build docs bench lock clean

run: $(VENV)/run.stamp ## environment, build, checks, five answers, server
	$(BIN)/imet-graph build
	$(BIN)/imet-graph check
	$(BIN)/imet-graph ask establishing-law
	$(BIN)/imet-graph ask program-roles
	$(BIN)/imet-graph ask obligations-by-country country=country:EGY from=2014 to=2017
	$(BIN)/imet-graph ask country-timeline country=country:PAK
	$(BIN)/imet-graph ask claims-contradicted
	$(BIN)/imet-graph serve --port $(PORT)

test: $(VENV)/test.stamp lint ## environment, linters, every test
	$(BIN)/pytest --numprocesses auto --dist loadfile

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell

build: $(VENV)/test.stamp ## wheel and sdist
	$(BIN)/python -m hatchling build

docs: $(VENV)/run.stamp ## regenerate the passages of README and docs that come from a build
	$(BIN)/imet-graph build
	$(BIN)/imet-graph stats --update README.md
	$(BIN)/imet-graph register --update docs/data-notes.md

bench: $(VENV)/test.stamp ## measure; the peers come with the extra `bench`
	$(BIN)/python -m pip install --quiet --no-build-isolation --editable '.[bench]'
	$(BIN)/python benchmarks/build.py
	$(BIN)/imet-graph build
	$(BIN)/python benchmarks/questions.py
	$(BIN)/python benchmarks/reasoning.py
	$(BIN)/python benchmarks/validation.py

lock: $(VENV)/test.stamp ## compile the pinned requirements anew
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --extra build --output-file requirements.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --extra dev --output-file requirements-dev.txt pyproject.toml

$(VENV)/run.stamp: requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: found no Python 3.11 or newer; expected python3 on PATH" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/test.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) build dist

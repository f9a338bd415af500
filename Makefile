# make run: play. make test: check. Both need only Python 3.11+, make and a network to install from.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-full bench

.venv/made: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[study,test]'
	touch $@

run: .venv/made
	$(BIN)/kuroshio check
	$(BIN)/kuroshio run senkaku_2021 --games 10000 --seed 1 --threads 2

test: .venv/made
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2

test-full: .venv/made
	$(BIN)/python -m pytest -n 2 -m full

bench: .venv/made
	$(BIN)/python -m tests.benchmarks.bench

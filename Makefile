# make run: play. make test: check. Both need only Python 3.11+, make and a network to install from.
PYTHON ?= python3
BIN := .venv/bin

# Python keeps what it has compiled, whatever the shell says: else every process of the tests compiles the engine and the tests anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test test-quick test-full bench

.venv/made: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[study,cluster,test]'
	touch $@

run: .venv/made
	$(BIN)/kuroshio check
	$(BIN)/kuroshio run senkaku_2021 --games 10000 --seed 1 --threads 2

test: .venv/made
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist worksteal

# Under a minute once the kernel is compiled: before each commit.
test-quick: .venv/made
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest -n 2 --dist worksteal -m 'quick and not full'

test-full: .venv/made
	$(BIN)/python -m pytest -n 2 --dist worksteal -m full

bench: .venv/made
	$(BIN)/python -m tests.benchmarks.bench

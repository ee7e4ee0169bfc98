# Tweetscope. `make help` is the table of contents.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.ONESHELL:
.SHELLFLAGS := -eu -o pipefail -c

NAME ?= demo
CORPUS ?=
PRESET ?=
N ?=
FORMAT ?=
OUT ?=
ARGS ?=
SEEDS ?= 5
SECONDS ?= 97
PORT ?= 5000
PYTHON ?= python3

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RUN := $(BIN)/python -m pipeline
CHOICE := --name "$(NAME)" $(if $(CORPUS),--corpus "$(CORPUS)") $(if $(PRESET),--preset "$(PRESET)")
EXTRAS := dev cluster postgres audit
ANALYZE := concepts bits scan certify intervene generate report explore

export PYTHONUTF8 := 1

.PHONY: help setup demo corpus train analyze samples report explore ui relocate race sweep seeds
.PHONY: test check bench notebooks docs results pictures lock clean

help: ## This list
	@echo "make TARGET [NAME=demo] [CORPUS=path] [PRESET=smoke|demo|tweets|clear|large]"
	grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  \1|\2/' | column -t -s '|'

$(STAMP): requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "error: $(PYTHON) is older than 3.11: make PYTHON=python3.11" >&2; exit 2; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/python -m uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $(STAMP)

setup: $(STAMP) ## Make the virtual environment and install everything, pinned by hashes
	@echo "set up: $(VENV)"

demo: $(STAMP) ## The whole way on the built-in corpus: train, analyze, samples, report, explorer
	@$(RUN) run corpus train $(ANALYZE) --name demo $(if $(PRESET),--preset "$(PRESET)")
	echo "open data/demo/report/report.html and data/demo/report/explorer.html; make ui shows the runs"

corpus: $(STAMP) ## Read CORPUS into data/NAME/tweets.parquet
	@$(RUN) run corpus $(CHOICE)

train: $(STAMP) ## Train the network of NAME (again only if corpus or preset values changed)
	@$(RUN) run corpus train $(CHOICE)

analyze: $(STAMP) ## Find and prove detector neurons, intervene, generate samples, write report and explorer
	@$(RUN) run corpus train $(ANALYZE) $(CHOICE)

samples: $(STAMP) ## Generate N samples, export them as FORMAT to OUT; ARGS="--steer hashtag=+2"
	@$(RUN) samples --name "$(NAME)" $(if $(N),--count $(N)) $(if $(FORMAT),--format $(FORMAT)) \
	  $(if $(OUT),--out "$(OUT)") $(ARGS)

report: $(STAMP) ## Write data/NAME/report/report.html from what is there
	@$(RUN) run report $(CHOICE)

explore: $(STAMP) ## Write data/NAME/report/explorer.html, the network inside
	@$(RUN) run explore $(CHOICE)

ui: $(STAMP) ## The MLflow UI on the loopback address
	@$(RUN) ui --port $(PORT)

relocate: $(STAMP) ## Make the runs readable after the checkout has moved
	@$(RUN) relocate

race: $(STAMP) ## A stream of text (CORPUS) against the clock (SECONDS=97)
	@$(RUN) race --name "$(NAME)" $(if $(CORPUS),--corpus "$(CORPUS)") --seconds $(SECONDS)

sweep: $(STAMP) ## Search settings for NAME, the best as a preset file; ARGS="--trials 20 --seconds 120"
	@$(RUN) sweep --name "$(NAME)" $(ARGS)

seeds: $(STAMP) ## Train SEEDS more networks and say which detectors appear again
	@$(RUN) seeds --name "$(NAME)" --count $(SEEDS)

test: $(STAMP) ## All tests
	@$(BIN)/python -m pytest

check: $(STAMP) ## Lint, format, types, imports, results pages
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/biome ci --error-on-warnings
	$(RUN) results --check

bench: $(STAMP) ## Benchmarks, side by side with peers, on an analysed NAME (needs a quiet machine)
	@$(BIN)/python benchmarks/train_speed.py
	$(BIN)/python benchmarks/ingest.py $(if $(CORPUS),"$(CORPUS)")
	$(BIN)/python benchmarks/scan.py "data/$(NAME)"
	$(BIN)/python benchmarks/sampling.py "data/$(NAME)"
	$(BIN)/python benchmarks/explorer.py "data/$(NAME)/report/explorer.html"

notebooks: $(STAMP) ## Run the notebooks on NAME and log them as HTML
	@$(RUN) notebooks --name "$(NAME)"

docs: $(STAMP) ## Build the manual into docs/_build/html, warnings as errors
	@$(BIN)/python -m sphinx --builder html --fail-on-warning --keep-going --quiet docs docs/_build/html
	echo "open docs/_build/html/index.html"

results: $(STAMP) ## Write the manual's results pages from what was measured on NAME
	@$(RUN) results --name "$(NAME)"

pictures: $(STAMP) ## Draw the pictures of the README and the manual from the built-in corpus (needs Chromium)
	@$(BIN)/python docs/pictures.py

lock: ## Pin all dependencies with hashes
	@$(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header $(EXTRAS:%=--extra %) pyproject.toml -o requirements.lock

clean: ## Remove data/NAME
	@case "$(NAME)" in ""|*/*|.*) echo "error: NAME must be a folder under data/" >&2; exit 2;; esac
	rm -rf -- "data/$(NAME)"
	echo "removed data/$(NAME)"

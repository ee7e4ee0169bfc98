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
MINUTES ?= 1
TORCH ?=
PORT ?= 5000
ENGINE ?=
WORKERS ?=
SCHEDULER ?=
PROCESSES ?=
STORE ?=
ARTIFACTS ?=
PYTHON ?= python3

# What a person gives reaches the shell through the environment alone, as GIVEN_NAME and so on: neither make
# nor a shell reads commands in it. ($(value X) is X as it was typed.)
GIVEN := NAME CORPUS PRESET N FORMAT OUT ARGS SEEDS SECONDS MINUTES TORCH PORT PYTHON ENGINE WORKERS SCHEDULER PROCESSES STORE ARTIFACTS
$(foreach one,$(GIVEN),$(eval export GIVEN_$(one) := $$(value $(one))))
unexport $(GIVEN)

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RUN := $(BIN)/python -m pipeline
NAMED := --name="$$GIVEN_NAME"
FROM := $${GIVEN_CORPUS:+--corpus="$$GIVEN_CORPUS"}
WITH := $${GIVEN_PRESET:+--preset="$$GIVEN_PRESET"}
CHOICE := $(NAMED) $(FROM) $(WITH)
MORE := TWEETSCOPE_ARGS="$$GIVEN_ARGS"
EXTRAS := dev cluster postgres onnx jax

# Where partitions are worked on: ENGINE=local|dask WORKERS=number SCHEDULER=tcp://host:8786. How many
# PROCESSES=number train one network. Where a team's server keeps its runs:
# STORE=postgresql://user:password@host/database ARTIFACTS=folder.
$(foreach one,ENGINE WORKERS SCHEDULER PROCESSES STORE ARTIFACTS,$(eval export TWEETSCOPE_$(one) := $$(value $(one))))

export PYTHONUTF8 := 1

.PHONY: help setup demo corpus train analyze verify plan samples report explore ui server upgrade-store relocate race stream sweep seeds lab
.PHONY: test coverage check bench notebooks docs site results pictures audit-deps release lock clean

help: ## This list
	@echo "make TARGET [NAME=demo] [CORPUS=path] [PRESET=smoke|demo|tweets|clear|large]"
	grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1|\2/' | column -t -s '|'

$(STAMP): requirements-setup.txt requirements.lock pyproject.toml
	@"$$GIVEN_PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "error: $$GIVEN_PYTHON does not run or is older than 3.11: make PYTHON=python3.11" >&2; exit 2; }
	test -x $(BIN)/python || "$$GIVEN_PYTHON" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements-setup.txt
	$(BIN)/python -m uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $(STAMP)

setup: $(STAMP) ## Make the virtual environment and install everything, pinned by hashes
	@echo "set up: $(VENV)"

demo: $(STAMP) ## The whole way on the built-in corpus: train, analyze, samples, report, explorer
	@$(RUN) run --name demo $(WITH)

corpus: $(STAMP) ## Read CORPUS into data/NAME/tweets.parquet
	@$(RUN) corpus $(CHOICE)

train: $(STAMP) ## Train the network of NAME (again only if corpus or preset values changed)
	@$(RUN) run --until train $(CHOICE)

analyze: $(STAMP) ## Find and prove detector neurons, intervene, generate samples, write report and explorer
	@$(RUN) run $(CHOICE)

samples: $(STAMP) ## Generate N samples, export them as FORMAT to OUT; ARGS="--steer hashtag=+2"
	@$(MORE) $(RUN) samples $(NAMED) $${GIVEN_N:+--count="$$GIVEN_N"} \
	  $${GIVEN_FORMAT:+--format="$$GIVEN_FORMAT"} $${GIVEN_OUT:+--out="$$GIVEN_OUT"}

verify: $(STAMP) ## Compute the certificates of NAME again, by other code, and say whether they agree
	@$(RUN) verify "$$GIVEN_NAME"

plan: $(STAMP) ## Which stages would run, and why
	@$(RUN) plan $(CHOICE)

report: $(STAMP) ## Write data/NAME/report/report.html from what is there
	@$(RUN) report $(CHOICE)

explore: $(STAMP) ## Write data/NAME/report/explorer.html, the network inside
	@$(RUN) explore $(CHOICE)

ui: $(STAMP) ## The MLflow UI on the loopback address
	@exec $(RUN) ui --port="$$GIVEN_PORT"

server: $(STAMP) ## The tracking server of a team: STORE=postgresql://USER:PASSWORD@HOST/DATABASE ARTIFACTS=folder
	@$(MORE) exec $(RUN) server --port="$$GIVEN_PORT"

upgrade-store: $(STAMP) ## Back up the MLflow store that an older version made, and upgrade it (of a server: STORE=)
	@$(RUN) upgrade-store

relocate: $(STAMP) ## Make the runs readable after the checkout has moved
	@$(RUN) relocate

race: $(STAMP) ## What compressors, PyTorch and this program make of NAME in MINUTES (TORCH=python with torch)
	@$(MORE) $(BIN)/python benchmarks/training/race.py --name="$$GIVEN_NAME" --minutes="$$GIVEN_MINUTES" \
	  $${GIVEN_TORCH:+--torch="$$GIVEN_TORCH"}

stream: $(STAMP) ## A stream of text (CORPUS) against the clock (SECONDS=97)
	@$(RUN) stream $(NAMED) $(FROM) --seconds="$$GIVEN_SECONDS"

sweep: $(STAMP) ## Search settings for NAME, the best as a preset file; ARGS="--trials 20 --seconds 120"
	@$(MORE) $(RUN) sweep $(NAMED)

seeds: $(STAMP) ## Train networks until NAME has SEEDS of them, and say which detectors appear again
	@$(RUN) seeds $(NAMED) --count="$$GIVEN_SEEDS"

lab: $(STAMP) ## Small networks that count, remember and copy: trained, understood, proved (no corpus needed)
	@$(RUN) lab

test: $(STAMP) ## All tests
	@$(BIN)/python -m pytest

coverage: $(STAMP) ## All tests, and which lines of each room they reach, for the manual
	@$(BIN)/python -m pytest --cov --cov-report=term:skip-covered --cov-report=json:coverage.json
	$(BIN)/python docs/reach.py coverage.json

check: $(STAMP) ## Lint, format, types, imports, dependencies, dead code, spelling, results pages
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/biome ci --error-on-warnings
	$(BIN)/deptry pipeline
	$(BIN)/vulture
	$(BIN)/codespell pipeline tests benchmarks docs README.md CONTRIBUTING.md CHANGELOG.md Makefile
	$(RUN) results --check

bench: $(STAMP) ## Benchmarks, side by side with peers, on an analysed NAME (needs a quiet machine)
	@$(BIN)/python benchmarks/training/train_speed.py
	$(BIN)/python benchmarks/answers/start.py
	$(BIN)/python benchmarks/corpus/ingest.py $${GIVEN_CORPUS:+"$$GIVEN_CORPUS"}
	$(BIN)/python benchmarks/analysis/scan.py "data/$$GIVEN_NAME"
	$(BIN)/python benchmarks/analysis/sampling.py "data/$$GIVEN_NAME"
	$(BIN)/python benchmarks/answers/explorer.py "data/$$GIVEN_NAME/report/explorer.html"

notebooks: $(STAMP) ## Run the notebooks on NAME and log them as HTML
	@$(RUN) notebooks $(NAMED)

docs: $(STAMP) ## Build the manual into docs/_build/html, warnings as errors
	@$(BIN)/python -m sphinx --builder html --fail-on-warning --keep-going --quiet docs docs/_build/html
	echo "open docs/_build/html/index.html"

site: docs ## A folder for static hosting: the manual, report and explorer of NAME, the lab; OUT=site
	@$(RUN) site $(NAMED) $${GIVEN_OUT:+--out="$$GIVEN_OUT"}

results: $(STAMP) ## Write the manual's results pages from what was measured on NAME
	@$(RUN) results $(NAMED)

pictures: $(STAMP) ## Draw the pictures of the README and the manual from the built-in corpus (needs Chromium)
	@$(BIN)/python docs/pictures.py

audit-deps: $(STAMP) ## The pinned dependencies: hashes, licences, known vulnerabilities
	@$(BIN)/python release/audit.py

release: $(STAMP) ## Build wheel and sdist into dist/, check them, install the wheel afresh, run the demo from it
	@rm -rf -- dist
	$(BIN)/python -m uv build --quiet --no-build-isolation --python $(BIN)/python --out-dir dist .
	wheel=$$(echo dist/*.whl); sdist=$$(echo dist/*.tar.gz)
	$(BIN)/python release/check.py "$$wheel" "$$sdist"
	$(BIN)/python release/audit.py --version "$$($(BIN)/tweetscope --version | awk '{print $$NF}')" \
	  --table dist/licences.md --bill dist/sbom.cdx.json
	$(BIN)/python -m uv venv --quiet --python "$$(readlink -f $(BIN)/python)" dist/fresh
	$(BIN)/python -m uv pip sync --quiet --python dist/fresh/bin/python --require-hashes requirements.lock
	$(BIN)/python -m uv pip install --quiet --python dist/fresh/bin/python --no-deps "$$wheel"
	mkdir dist/elsewhere
	cd dist/elsewhere
	env -u PYTHONPATH ../fresh/bin/tweetscope run --name demo --preset smoke
	test -s data/demo/report/report.html && test -s data/demo/report/explorer.html
	cd ../..
	rm -rf -- dist/fresh dist/elsewhere
	(cd dist && sha256sum -- * > SHA256SUMS && cat SHA256SUMS)

lock: ## Pin all dependencies with hashes
	@$(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header $(EXTRAS:%=--extra %) pyproject.toml -o requirements.lock
	echo uv | $(BIN)/python -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header - -o requirements-setup.txt

clean: ## Remove data/NAME
	@case "$$GIVEN_NAME" in
	  ""|*/*|.*) echo "error: NAME must be a folder under data/" >&2; exit 2;;
	esac
	test -d "data/$$GIVEN_NAME" || { echo "error: data/$$GIVEN_NAME is not a folder" >&2; exit 2; }
	rm -rf -- "data/$$GIVEN_NAME"
	echo "removed data/$$GIVEN_NAME"

# Needs python3 (3.11 or newer, with venv) and make; the rest is put into .tools and .venv, pinned and with hashes.
PYTHON ?= python3
ARGS ?=

UV := .tools/bin/uv
BIN := .venv/bin
INSTALL := $(UV) pip sync --quiet --require-hashes --python $(BIN)/python

.PHONY: demo test lint campaign bench audit sbom vendored reference pictures oracles mining lock clean

## Start everything with the demo in it; ARGS="--run-through --json" drives one initiative to its end.
## Neither this nor the setting up before it says anything of make's own on stdout, where the summary goes.
demo: .venv/.runtime $(BIN)/talkoot
	@$(BIN)/talkoot demo $(ARGS)

## Every check and every test; ARGS go to pytest.
test: .venv/.dev $(BIN)/talkoot
	$(BIN)/python tests/run.py $(ARGS)

## The checks alone, with what can be put right by itself put right.
lint: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

## The long runs: faults and load in the sizes that docs/campaigns.md reports.
campaign: .venv/.dev $(BIN)/talkoot
	$(BIN)/python -m bench.campaign $(ARGS)

bench: .venv/.dev $(BIN)/talkoot
	$(BIN)/python -m bench $(ARGS)

## Are faults known of what is shipped? Asks the service of known faults, and says NOT RUN where it cannot be
## reached; that is an error in CI, or with ARGS=--strict.
audit: .venv/.dev
	@$(BIN)/python -m tests.supply.audit $(ARGS)

## The inventory of what is shipped, as CycloneDX: dist/sbom.cdx.json.
sbom: .venv/.dev
	@$(BIN)/python -m tests.supply.inventory dist/sbom.cdx.json && echo dist/sbom.cdx.json

## The style sheets and the script that browsers get from others, fetched anew by npm (ARGS=--accept for another version).
vendored: .venv/.dev
	@$(BIN)/python -m tests.supply.vendored $(ARGS)

## The pages of the API's reference, docs/api.md, from its OpenAPI description.
reference: .venv/.dev
	@$(BIN)/python -m api.reference docs/api.md

## The pictures of the documentation, docs/pictures/, of a demo in a real browser.
pictures: .venv/.dev $(BIN)/talkoot
	@$(BIN)/python -m tests.cli.picturing docs/pictures

## What tests compare with and nothing of ours may depend on (pymerkle, GPL): in an environment of its own.
oracles: $(UV)
	$(UV) venv --quiet .venv-oracles
	$(UV) pip install --quiet --python .venv-oracles/bin/python pymerkle==7.0.0

## The same for what exports are loaded in (pm4py, AGPL), which is large: it is no part of `oracles`.
mining: $(UV)
	$(UV) venv --quiet .venv-mining
	$(UV) pip install --quiet --python .venv-mining/bin/python pm4py==2.7.23.11

## Choose versions anew. The development lock is a superset of the others, in the same versions.
lock: $(UV)
	$(UV) pip compile $(LOCKING) --extra dev pyproject.toml -o requirements-dev.lock
	$(UV) pip compile $(LOCKING) --constraint requirements-dev.lock pyproject.toml -o requirements.lock
	$(UV) pip compile $(LOCKING) --constraint requirements-dev.lock --extra tracing pyproject.toml -o requirements-tracing.lock
LOCKING := --quiet --upgrade --universal --generate-hashes --no-header --python-version 3.11

## Take away what was set up and cached; data in .talkoot stays.
clean:
	rm -rf .tools .venv .venv-oracles .venv-mining .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(UV): requirements-tools.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Talkoot needs Python 3.11 or newer, and $(PYTHON) is older or missing: try make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' || { \
	  echo "$(PYTHON) cannot make virtual environments: install its venv module (Debian: python3-venv)" >&2; exit 1; }
	@echo "Setting up what Talkoot runs with, once …" >&2
	@$(PYTHON) -m venv --clear .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(BIN)/python: | $(UV)
	@$(UV) venv --quiet --python .tools/bin/python .venv

# The development environment serves the demo too, so that neither order undoes the other.
.venv/.runtime: requirements.lock | $(BIN)/python
	@if [ -e .venv/.dev ]; then $(MAKE) --silent .venv/.dev; else $(INSTALL) requirements.lock; fi
	@touch $@

.venv/.dev: requirements-dev.lock | $(BIN)/python
	@$(INSTALL) requirements-dev.lock
	@touch $@

# Talkoot runs from its checkout: the command says where that is, so nothing has to be built.
$(BIN)/talkoot: Makefile | $(BIN)/python
	@printf '%s\n' '#!/bin/sh' "'''exec' \"$(CURDIR)/$(BIN)/python\" \"\$$0\" \"\$$@\"" "' '''" \
	  'import sys' 'sys.path.insert(0, "$(CURDIR)")' 'from cli.main import run' 'run()' > $@
	@chmod +x $@

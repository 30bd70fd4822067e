SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin
export PYTHONHASHSEED := 0

help:  ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

# uv comes out of the lock with its hash, then installs the rest of the lock; the package itself needs no index.
.venv/ready: requirements.lock pyproject.toml
	@echo "Setting up .venv from requirements.lock (once) ..."
	@python3 -m venv .venv
	@awk '/^uv==/,/[^\\]$$/' requirements.lock > .venv/uv.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@VIRTUAL_ENV=.venv $(BIN)/uv pip sync --quiet --require-hashes --compile-bytecode requirements.lock
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

env: .venv/ready  ## set up .venv from the hash-checked lock

figures: notebooks  ## run every notebook, then export every figure (sets up first)
	@$(BIN)/python -m analysis figures

notebooks: .venv/ready  ## run every notebook afresh and store its outputs
	@$(BIN)/python -m analysis notebooks

site: .venv/ready  ## make build/site/: the record as pages that any browser opens, without a server
	@$(BIN)/python -m analysis site

check: .venv/ready  ## print every problem in the tables, the cards and the evidence
	@$(BIN)/python -m analysis check

codebook: .venv/ready  ## write docs/codebook.md and the computed parts of README.md
	@$(BIN)/python -m analysis codebook

release: .venv/ready  ## write workbook, database, data package and their checksums to dist/
	@$(BIN)/python -m analysis release

format: .venv/ready  ## spell every table and card the one way
	@$(BIN)/python -m analysis format

data-diff: .venv/ready  ## say in words what changed in the data since a revision: make data-diff REV=HEAD~3
	@$(BIN)/python -m analysis data-diff $(REV)

lint: .venv/ready  ## ruff: one style
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

test: .venv/ready lint check  ## every check and test (sets up first)
	@$(BIN)/pytest -q -n 2 --dist loadscope --no-loadscope-reorder tests

test-latest: .venv/ready  ## the tests on the newest releases of everything: what moved, what broke
	@.ci/test-latest

audit: .venv/ready  ## look for known vulnerabilities of what is locked (2 if they could not be looked up)
	@$(BIN)/python .ci/audit.py

bench: .venv/ready  ## measure how all this grows (some minutes) and write docs/scale.md
	@$(BIN)/python tests/bench.py

lab: .venv/ready  ## open the explorer in JupyterLab
	@$(BIN)/jupyter lab --ip=127.0.0.1 --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks/explore.ipynb \
		--LabApp.app_settings_dir=src/analysis/explore/lab \
		--ContentsManager.pre_save_hook=analysis.explore.saving.keep_stored $(if $(filter 0,$(shell id -u)),--allow-root)

lock: .venv/ready  ## resolve requirements.lock again from pyproject.toml
	@$(BIN)/uv pip compile --quiet pyproject.toml --all-extras --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --upgrade --output-file requirements.lock

clean:  ## remove the environment and caches
	@rm -rf .venv .pytest_cache .ruff_cache

.PHONY: help env figures notebooks check codebook site release format data-diff lint test test-latest audit bench lab lock clean

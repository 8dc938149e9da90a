# Everything a contributor does, from a fresh clone on. Each target sets up what it needs and does nothing twice.
#
#   make lab      start JupyterLab with the extension        make test    the whole gate, as CI runs it
#   make setup    environment, front end, lessons            make quick   linters and unit tests, some minutes
#   make verify   judge every answer of the course           make bench   measure the promises
#   make shots    pictures for the documentation             make clean   remove what was built
#
# VENV=folder chooses the environment, PYTHON=program the Python it is made with, ARGS="…" goes to the command.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=

BIN := $(abspath $(VENV))/bin
LABEXTENSION := $(abspath $(VENV))/share/jupyter/labextensions/torchenstein-lab
FRONT_END := $(shell find src style schema torchenstein_lab/widgets -type f -not -path '*/__tests__/*' \
  -not -name '*.py*' 2>/dev/null)
LESSONS := $(shell find lessons -type f 2>/dev/null)
COMPILER := $(shell find torchenstein_lab/authoring torchenstein_lab/contracts torchenstein_lab/course -name '*.py' 2>/dev/null)

export PATH := $(BIN):$(PATH)
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

.PHONY: setup lab test quick verify bench shots clean distclean browser
.DELETE_ON_ERROR:
.DEFAULT_GOAL := setup

setup: build/front-end.stamp build/lessons.stamp

lab: setup
	torchenstein lab $(ARGS)

test: setup browser ui-tests/node_modules/.yarn-state.yml
	scripts/check $(ARGS)

quick: setup
	scripts/check --quick $(ARGS)

verify: setup
	torchenstein lesson verify --all $(ARGS)

bench: setup browser ui-tests/node_modules/.yarn-state.yml
	python -m benchmarks $(ARGS)

shots: setup browser ui-tests/node_modules/.yarn-state.yml
	cd ui-tests && jlpm shots $(ARGS)

clean:
	rm -rf build lib dist coverage torchenstein_course torchenstein_lab/labextension torchenstein_lab/_version.py
	rm -rf ui-tests/test-results ui-tests/playwright-report ui-tests/.server
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f $(VENV)/.installed

distclean: clean
	rm -rf $(VENV) node_modules ui-tests/node_modules

# ------------------------------------------------------------------ what the targets need

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo 'Torchenstein Lab needs Python 3.10 or newer: choose one with `make PYTHON=python3.x …`.' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || scripts/apt-install python3-venv 'A virtual environment'
	$(PYTHON) -m venv $(VENV)

# The editable install builds the front end and compiles the lessons. pip copies the built front end into the
# environment; a link in its place shows the next build at once, and must be gone before pip uninstalls through it.
$(VENV)/.installed: pyproject.toml constraints.txt hatch_build.py package.json | $(VENV)/pyvenv.cfg
	rm -rf $(LABEXTENSION)
	python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	python hatch_build.py node || { python -m pip install --quiet "$$(python hatch_build.py node-requirement)" && \
	  ln -sf "$$(python hatch_build.py node)" $(BIN)/node; }
	rm -rf $(LABEXTENSION) && ln -s $(CURDIR)/torchenstein_lab/labextension $(LABEXTENSION)
	touch $@

build/front-end.stamp: $(FRONT_END) tsconfig.json install.json node_modules/.yarn-state.yml $(VENV)/.installed
	@mkdir -p build
	python hatch_build.py front-end
	@touch $@

build/lessons.stamp: $(LESSONS) $(COMPILER) $(VENV)/.installed
	@mkdir -p build
	python hatch_build.py lessons
	@touch $@

node_modules/.yarn-state.yml: package.json yarn.lock $(VENV)/.installed
	jlpm install --immutable
	@touch $@

ui-tests/node_modules/.yarn-state.yml: ui-tests/package.json ui-tests/yarn.lock $(VENV)/.installed
	cd ui-tests && jlpm install --immutable
	@touch $@

browser:
	@test -n "$$CHROMIUM" || command -v chromium google-chrome chromium-browser >/dev/null || \
	  scripts/apt-install chromium 'The browser tests'

# Each target works on a machine that has only python3 (3.11 or newer) and make.
PYTHON ?= python3
BIN := .venv/bin
JOBS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ $$n -gt 4 ] && echo 4 || echo $$n)

.PHONY: help setup demo pictures types serve test lint bench soak lock

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

setup: .venv/.installed  ## install everything into .venv
	@$(BIN)/python -m compileall -q src  # from bytecode a server starts in half the time

.venv/.installed: requirements.lock requirements-demo.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tansiq needs Python 3.11 or newer; $$($(PYTHON) --version) is installed. Try: make PYTHON=python3.12 setup"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "python3 cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock -r requirements-demo.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup  ## a room of six fictional parties to look at, on http://127.0.0.1:8080; ARGS="--scenario alps" for a day of real flights
	$(BIN)/tansiq demo --scenario aden $(ARGS)

types:  ## types of the page's modules (needs node and npm; nobody needs it to run the page)
	sh tools/page/types.sh

serve: setup  ## a DSS on this machine; ARGS="--data DIR --trust-key FILE.pem …"
	$(BIN)/tansiq serve $(ARGS)

lint: setup  ## style, types, direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/pyright
	$(BIN)/lint-imports --no-cache

test: lint  ## lint and every test but the long ones (about twelve minutes on two cores)
	$(BIN)/pytest -m "not soak" -n $(JOBS) --dist loadfile --no-loadscope-reorder

soak: setup  ## the long runs: crashes, fuzzing, simulation
	$(BIN)/pytest -m soak -n $(JOBS) --timeout 7200

pictures: setup  ## the pictures of docs/tour.md, taken from a demo room (needs Chromium)
	$(BIN)/python -m tools.page.pictures

bench: setup  ## tables of speed and memory, with ratios
	$(BIN)/python -m benchmarks $(ARGS)


lock: setup  ## write requirements.lock anew from pyproject.toml (uv must be installed)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade -o requirements.lock

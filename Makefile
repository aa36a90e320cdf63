# Two commands do everything: `make site` and `make test`. `make` alone lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
AUDIT := $(VENV)/audit/.ready
TOOLS := javascript/node_modules/.ready

.DEFAULT_GOAL := help
.PHONY: help site serve check test soak lint scripts bless docs pictures demo bench fuzz audit lock release clean

help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

site: $(READY) ## build the site from this repository's content into site/
	$(BIN)/club build

serve: $(READY) ## show the site on this machine and reload it on every save
	$(BIN)/club serve

check: $(READY) ## check every source, write nothing
	$(BIN)/club check

test: $(READY) $(AUDIT) ## run every check and every test, browser included
	scripts/ensure-debian-packages.sh
	if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(TOOLS); fi
	$(BIN)/python -m compileall -q generator
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal

soak: $(READY) ## kill a build at a hundred random moments (long)
	KILLS=100 $(BIN)/python -m pytest -q tests/test_publish.py -k killed

lint: $(READY) ## format the code, then show what ruff and mypy say
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

scripts: $(READY) $(TOOLS) ## check the JavaScript and bundle it into theme/assets/ (needs npm)
	$(BIN)/python -m scripts.javascript

bless: $(READY) ## accept the miniature club's new output, after reading the diff
	$(BIN)/python -m tests.miniature

docs: $(READY) ## write again the reference pages that come from the code
	$(BIN)/python -m scripts.reference
	$(BIN)/pybabel --quiet compile --directory generator/locale

pictures: site ## take again the pictures of the guides and of the documentation
	$(BIN)/python -m scripts.screenshots

demo: $(READY) ## build a fictional club in build/demo
	$(BIN)/club demo build/demo --members 60 --practices 40 --meetings 12 --watch 20 --actions 6
	$(BIN)/club build --root build/demo

INPUTS ?= 1000000
fuzz: $(READY) ## read a million hostile inputs, then build as many odd clubs as EXAMPLES / 10 says (long)
	$(BIN)/python -m scripts.fuzz --inputs $(INPUTS)
	CLUB_EXAMPLES=$(or $(EXAMPLES),5000) $(BIN)/python -m pytest -q tests/test_accepted.py
	CLUB_EXAMPLES=$(or $(SERIES),50) $(BIN)/python -m pytest -q tests/build/test_cache.py -k edits

bench: $(READY) ## measure a large fictional club, and stock MkDocs, Zensical and Hugo beside it (long)
	$(PYTHON) -m venv .venv/bench
	.venv/bench/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements-bench.lock
	$(BIN)/python -m scripts.bench.speed $(BENCH)
	$(BIN)/python -m scripts.bench

audit: $(AUDIT) ## look for known flaws in what we install (needs the network)
	code=0; for lock in requirements*.lock; do $(VENV)/audit/bin/pip-audit --require-hashes --disable-pip --progress-spinner off -r $$lock || code=1; done; exit $$code
	if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(TOOLS); fi
	if command -v npm >/dev/null; then cd javascript && npm audit signatures && npm audit; fi

lock: ## pin every dependency again (needs uv)
	scripts/lock.sh

release: $(READY) $(AUDIT) ## release VERSION=1.2.0: version, changelog, wheel, what it is made of, tag; pushes nothing
	$(BIN)/python -m scripts.release $(VERSION)

clean: ## remove what was built
	rm -rf site build .club

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 ou plus récent est nécessaire.") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q generator
	@touch $@

$(AUDIT): requirements-audit.lock
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements-audit.lock
	@touch $@

$(TOOLS): javascript/package-lock.json
	cd javascript && npm ci --ignore-scripts --silent
	@touch $@

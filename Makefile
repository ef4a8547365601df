# The commands of the house. PYTHON=python3.12 make demo takes another Python; PORT=8001 make demo another port.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
.PHONY: help demo run test lint types bench lock setup setup-dev messages clean

help: ## show these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: ## install what the site needs
	@$(PYTHON) .ci/setup.py packages front-end

setup-dev: ## install what the tests and checks need too, the browser included
	@$(PYTHON) .ci/setup.py packages dev front-end browser

demo: ## set all up and start the site with demo content on 127.0.0.1:8000
	@PORT=$(PORT) $(PYTHON) .ci/demo.py

run: setup-dev ## start the development server
	@$(BIN)/python manage.py runserver $(PORT)

test: setup-dev ## run all tests that need no services, in a browser too
	@$(BIN)/python .ci/checks.py test

lint: setup-dev ## style, layers, templates, types, migrations, catalogues
	@$(BIN)/python .ci/checks.py lint

bench: setup-dev ## measure the site on PostgreSQL and Redis, as issue 2 asks
	@$(BIN)/python .ci/services.py $(BIN)/python -m tests.bench

messages: setup-dev ## collect the sentences to translate into locale/ (needs gettext)
	@$(BIN)/python manage.py makemessages --all --no-obsolete --ignore=node_modules --ignore=var

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: setup-dev ## lock requirements/*.in and package.json anew; what is locked stays unless it must change
	@for part in base dev node; do $(LOCK) requirements/$$part.in -o requirements/$$part.txt > /dev/null || exit 1; done
	@npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund

# The commands of the house. PYTHON=python3.12 make demo takes another Python; PORT=8001 make demo another port.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
.PHONY: help setup setup-dev demo run test test-services lint format bench messages lock

help: ## show these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: ## install what the site needs
	@$(PYTHON) .ci/setup.py packages front-end

setup-dev: ## install what the tests and checks need too, the browser included
	@$(PYTHON) .ci/setup.py packages dev front-end browser

demo: ## set all up and start the site with demo content on 127.0.0.1:8000
	@PORT=$(PORT) $(PYTHON) .ci/demo.py

run: setup-dev ## start the development server
	@DEBUG=1 $(BIN)/python manage.py runserver $(PORT)

test: ## run all tests that need no other server, those in a browser too
	@PYTHON=$(PYTHON) bash .ci/run setup test

test-services: ## run the tests again on PostgreSQL and Redis, with a Celery worker
	@PYTHON=$(PYTHON) bash .ci/run setup services

lint: ## check style, layers, templates, types, migrations, catalogues, settings
	@PYTHON=$(PYTHON) bash .ci/run setup lint

format: setup-dev ## mend style and layout of code and templates
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .
	@git ls-files -z -- '*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2 || true
	@git ls-files -z -- '*.html' | xargs -0 -r $(BIN)/djhtml --tabwidth 2 || true

bench: setup-dev ## measure the site on PostgreSQL and Redis, as issue 2 asks
	@$(BIN)/python .ci/services.py $(BIN)/python -m tests.bench

messages: setup-dev ## collect the sentences to translate into locale/ (needs gettext)
	@DEBUG=1 $(BIN)/python manage.py makemessages --all --no-obsolete --ignore=node_modules --ignore=var

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: setup-dev ## lock requirements/*.in and package.json anew; what is locked stays unless it must change
	@for part in base dev node; do $(LOCK) requirements/$$part.in -o requirements/$$part.txt > /dev/null || exit 1; done
	@npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund

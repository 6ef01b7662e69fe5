# The project's verbs; `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
BIN := .venv/bin
# What Python compiles is kept outside the tree, also where nothing may be written within it.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/build/pycache

.PHONY: help setup run test check bench bench-full translations lock docs screenshots

help: ## List what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## Install, build, create the database with the demo; nothing is served
	@scripts/setup
	@scripts/data

run: setup ## Do the set-up and serve on port 8060
	@exec $(BIN)/lms run

test: ## The tests: unit, HTTP on SQLite and PostgreSQL, browser
	@scripts/setup --tests
	@scripts/test

check: ## Format, lint, types, layers, templates, catalogues, licences
	@scripts/setup --tests
	@scripts/check

bench: ## Measure speed and size; prints a table, writes build/bench.json
	@scripts/setup --tests
	@$(BIN)/python -m tests.bench

bench-full: ## The long runs: five hundred at the start of an exam, the register, on SQLite and PostgreSQL
	@scripts/setup --tests
	@$(BIN)/python -m tests.bench.exam_start
	@$(BIN)/python -m tests.bench.register

translations: ## Collect the interface texts, merge, check and compile the six catalogues
	@scripts/translations

lock: ## Lock the dependencies anew, with hashes
	@scripts/lock

docs: ## Write the generated documents anew: permissions, settings, commands
	@$(BIN)/python -m tests.house.generated

screenshots: ## Draw the pictures of the documents anew
	@scripts/setup --tests
	@$(BIN)/python -m tests.certificates.pictures
	@$(BIN)/python -m tests.browser.screenshots

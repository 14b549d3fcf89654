# dlvis: `make demo` does the main job on a fresh machine, `make test` proves that it works.
.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all lint clean

PYTEST := .venv/bin/python -m pytest
# as many test processes as most machines have cores; `make test WORKERS=8` where there are more
WORKERS := 2

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv with everything needed, or find that it is there
	@./setup.sh

demo: setup ## train a net on the border, export its geometry, render a film, say where it lies
	@.venv/bin/dlvis demo

test: setup ## the tests, with stills and short clips only (some minutes)
	@$(PYTEST) -n $(WORKERS) -m "not slow"

test-all: setup ## all tests, and what was skipped and why
	@$(PYTEST) -n $(WORKERS) -rs

lint: setup ## ruff, its formatter and mypy
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/python -m mypy

clean: ## remove .venv and what tools leave behind; films and runs in renders/ stay
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis media build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One word for each thing a person wants from this repository. What a word means stands in packaging/linux/setup.sh.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-test setup-windows setup-deb python demo test lint bench lock windows windows-test deb deb-test

VENV := .venv
BIN := $(VENV)/bin
SETUP := packaging/linux/setup.sh
ARGS ?=
JOBS ?= 2
PYTEST_ARGS ?=

help:  ## show these words
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup:  ## install what the program needs: system libraries, then .venv from requirements.lock
	@$(SETUP) program

setup-test:  ## install what the program and its tests need
	@$(SETUP) tests

setup-windows:
	@$(SETUP) windows

setup-deb:
	@$(SETUP) deb

python:
	@$(SETUP) python

demo: setup  ## a whole small hall on this machine; arguments: make demo ARGS="--out DIR"
	$(BIN)/deskapp demo --out build/demo $(ARGS)

lint: python  ## style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: setup-test lint  ## everything that has to hold; arguments: make test PYTEST_ARGS="-k journal"
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile $(PYTEST_ARGS)

bench: setup-test  ## measure; some of it: make bench ARGS="calling"
	$(BIN)/python -m tests.bench $(ARGS)

lock: python  ## renew both locks after a change of the dependencies in pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" --extra dev pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --python-platform x86_64-pc-windows-msvc --python-version 3.13 --only-binary :all: \
		--generate-hashes --custom-compile-command "make lock" --constraint requirements.lock --extra windows \
		pyproject.toml -o packaging/windows/requirements.lock

windows: setup-windows  ## the setup program for Windows, in build/windows (Wine runs the Windows tools)
	$(BIN)/python packaging/windows/build.py $(ARGS)

windows-test: setup-windows  ## install, use, upgrade and take away what make windows made, under Wine
	$(BIN)/python packaging/windows/verify.py $(ARGS)

deb: setup-deb  ## the Debian packages, desk and centre, in build/linux (the system they are made on is the oldest)
	$(BIN)/python packaging/linux/debs.py $(ARGS)

deb-test: setup-deb  ## install, use, upgrade, remove and purge what make deb made, in a clean system
	$(BIN)/python packaging/linux/verify.py $(ARGS)

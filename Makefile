# 票决: every command does the set-up that a fresh machine needs (see scripts/setup.sh).

.DEFAULT_GOAL := help
.PHONY: demo run build test lint bench audit faults fuzz ask sbom compose-check help

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

fuzz: ## what people and strangers send, MUTATIONS of each kind changed anyhow
	sh scripts/fuzz.sh

ask: ## the interface for programs, asked by its own description (schemathesis, from PyPI)
	sh scripts/schemathesis.sh

sbom: ## what the program is made of, as CycloneDX: target/sbom.json
	mkdir -p $(TARGET) && node scripts/sbom.mjs $(TARGET)/sbom.json

compose-check: ## docker-compose.yml built and started by podman, a vote through it, its primary killed on the way; needs root
	bash scripts/compose-check.sh

audit: ## the last tested election, and bad ones made from it, by our verifier and by a foreign one; ARCHIVE=FILE.bel for another
	sh scripts/audit.sh

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

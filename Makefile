# The few targets of the project; each calls a script or Go and hides nothing.
.DEFAULT_GOAL := help
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unreleased)
LDFLAGS := -X github.com/cosmos/cosmos-sdk/version.Name=purse -X github.com/cosmos/cosmos-sdk/version.AppName=pursed \
	-X github.com/cosmos/cosmos-sdk/version.Version=$(VERSION)

.PHONY: help build demo test chaos sim clauses bench gen
help: ## show this list
	@grep -E '^[a-z]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'
build: ## build the daemon to build/pursed
	go build -trimpath -ldflags '$(LDFLAGS)' -o build/pursed ./cmd/pursed
demo: ## play a relief dollar from law to bank on four validators, once
	go run ./cmd/pursed demo --once
test: ## run every test (15 to 20 minutes on two cores with a cold build cache)
	scripts/test
chaos: ## a minute of flood by a member, one by a payee, and many kills, on networks of real nodes
	PURSE_FLOOD=2m go test ./testutil/network -count 1 -v -run 'Flood|Killed|Come'
sim: ## a million random acts across twenty fiscal years, and how each message fared; SEED=… plays a run again, OPS=… changes the number
	PURSE_SIM_OPS=$(or $(OPS),1000000) PURSE_SIM_SEED=$(SEED) go test ./testutil/sim -run Simulator -count 1 -v -timeout 3h
clauses: ## run 100,000 generated clauses in four processes, two of them of 32 bits, and compare what they come to
	PURSE_CLAUSES=100000 go test ./x/terms -run SameEverywhere -count 1 -v -timeout 1h
bench: ## measure claims, clauses, payment lines a second with up to five million behind them, bytes of state, and reports of a million entries
	go test ./testutil -run '^$$' -bench . -benchtime 1x -timeout 90m
	go test ./x/report -run '^$$' -bench . -benchtime 20x -timeout 30m
gen: ## generate the Go of the protobuf definitions, offline
	scripts/gen

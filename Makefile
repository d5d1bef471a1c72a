# The two commands of the README are `make demo` and `make test`. Everything here runs on a machine with only the .NET SDK.
SHELL := /bin/bash
CONFIGURATION ?= Release
# A cold compiler for each project doubles the build; some machines preset it off.
BUILD_FLAGS := -c $(CONFIGURATION) -p:UseSharedCompilation=true -v q --nologo
MARGINSTREAMS := bin/marginstreams
# A Kafka distribution, for what starts brokers.
KAFKA_HOME ?= ../shared/kafka

.PHONY: all build cli demo test simulate torture torture-processes torture-broker torture-brokers storm bench bench-peers clean

all: build

build:
	dotnet build MarginStreams.sln $(BUILD_FLAGS)
	@mkdir -p bin
	@ln -sfn ../artifacts/bin/MarginStreams.Cli/$(shell echo $(CONFIGURATION) | tr A-Z a-z)/marginstreams $(MARGINSTREAMS)

# The main job on the embedded log: no Docker, no Java, no files.
demo: cli
	$(MARGINSTREAMS) demo

cli:
	dotnet build src/MarginStreams.Cli $(BUILD_FLAGS)
	@mkdir -p bin
	@ln -sfn ../artifacts/bin/MarginStreams.Cli/$(shell echo $(CONFIGURATION) | tr A-Z a-z)/marginstreams $(MARGINSTREAMS)

test: build
	dotnet test --solution MarginStreams.sln -c $(CONFIGURATION) --no-build --no-progress --no-ansi

# Deterministic simulation with faults from seeds; a seed that fails is run again with `marginstreams simulate --seed N`.
SEEDS ?= 100
SEED ?= 1
simulate: cli
	$(MARGINSTREAMS) simulate --seed $(SEED) --seeds $(SEEDS)

# Processes and brokers that die, stand still, join and leave: in each scenario at least ROUNDS times (those without an injury, and storms, a fifth of it), and the figures at the end. Needs KAFKA_HOME and Java.
# The three parts have brokers of their own: `make -j3 torture` runs them beside each other.
torture: ROUNDS ?= 10
TORTURES := torture-processes torture-broker torture-brokers
TORTURE := artifacts/bin/MarginStreams.Broker.Tests/$(shell echo $(CONFIGURATION) | tr A-Z a-z)/MarginStreams.Broker.Tests --progress off --show-live-output on
torture: $(TORTURES)
torture-processes: CLASS = ProcessTortureTests
torture-broker: CLASS = BrokerTortureTests
torture-brokers: CLASS = ThreeBrokersTests
$(TORTURES): build
	KAFKA_HOME=$(abspath $(KAFKA_HOME)) MARGINSTREAMS_TORTURE_ROUNDS=$(ROUNDS) MARGINSTREAMS_REQUIRE_BROKER=1 $(TORTURE) --explicit on --filter-class '*.$(CLASS)' --filter-not-method '*Run_Storm_*'

# A crash of prices over 200,000 accounts, three processes and three brokers, of which one each is killed.
storm: build
	KAFKA_HOME=$(abspath $(KAFKA_HOME)) MARGINSTREAMS_REQUIRE_BROKER=1 $(TORTURE) --explicit only --filter-method '*Run_Storm_*'

# Ratios against brute force on this machine; BENCH_FLAGS= runs the full size.
BENCH_FLAGS ?= --quick
bench: cli
	$(MARGINSTREAMS) bench engine $(BENCH_FLAGS)

# Beside other stream processors on a broker of its own, which it starts and ends: minutes a round, and the large run after them (0 leaves it out).
MARGINSTREAMS_PEERS ?= ../shared/peers
bench-peers: ROUNDS ?= 3
POSITIONS ?= 1000000
POSITIONS_LARGE ?= 10000000
bench-peers: cli
	$(MARGINSTREAMS) bench peers --kafka-home $(KAFKA_HOME) --peers $(MARGINSTREAMS_PEERS) --rounds $(ROUNDS) --positions $(POSITIONS) --positions-large $(POSITIONS_LARGE)

clean:
	rm -rf artifacts bin

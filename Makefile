# The build; `make help` lists what it can do. Maven does the work, on JDKs that build/jdk finds.

OLDEST = v1.31.14
# What is a test of the controllers over a federation API.
ON_OURS = PropagationIT,CustomTypeIT,WorkloadIT,ReplicasIT,RecoveryIT,NamespaceDeletionIT,UnjoinIT,UnknownFieldsIT,FcpIT,LoadIT,MisuseIT,RequestsIT,TwoFederationsIT,ExamplesIT
assets = set -e; export KUBEBUILDER_ASSETS="$$(e2e/assets/build | tail -n 1)"; test -d "$$KUBEBUILDER_ASSETS"
fresh  = rm -rf */target/classes */target/test-classes

all: ## build everything into _output/
	@build/mvn -q package -DskipTests
	@build/distribution

sandbox: all ## a whole federation in one process, for a first look with kubectl
	@exec _output/fcp/bin/fcp sandbox --kubeconfig=_output/sandbox.kubeconfig

test: ## everything: checks, unit tests, simulation, tests on real clusters
	@$(fresh)
	@$(assets); build/check verify -Preal

unit: ## unit tests of all modules, with a few simulated schedules
	@build/check test -Dsimulation.seeds=20

verify: ## format, Error Prone, NullAway, Javadoc, architecture
	@$(fresh)
	@build/check verify -Dtest=ArchitectureTest -Dsurefire.failIfNoSpecifiedTests=false

real: ## tests on real clusters
	@$(assets); build/check verify -Preal -DskipUnitTests -Dspotless.check.skip -pl e2e -am

real-on-ours: all ## tests on real clusters, with federation-apiserver as the federation API, on both its stores
	@set -e; $(assets); export KUBEFED_FCP="$$PWD/_output/fcp/bin/fcp"; for store in embedded etcd; do \
	    KUBEFED_FEDERATION_API=$$store build/check verify -Preal -DskipUnitTests -Dspotless.check.skip -pl e2e -am \
	        -Dit.test='$(ON_OURS)'; done

test-skew: ## tests on real clusters, with members of the oldest and the newest Kubernetes
	@set -e; oldest="$$(e2e/assets/build $(OLDEST) | tail -n 1)"; test -d "$$oldest"; \
	    $(assets); export KUBEFED_MEMBER_ASSETS="$$oldest:$$KUBEBUILDER_ASSETS"; \
	    build/check verify -Preal -DskipUnitTests -Dspotless.check.skip -pl e2e -am

assets: ## build etcd, the Kubernetes servers and kubectl, which the tests on real clusters run
	@e2e/assets/build

bench: bench-build ## all benchmarks; benchmarks/run takes a name
	@benchmarks/run

bench-build: ## build the benchmarks
	@build/mvn -q package -DskipTests -pl benchmarks -am

format: ## format the Java sources
	@build/mvn -q spotless:apply

clean: ## remove what was built
	@rm -rf _output target */target

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

.PHONY: all sandbox test unit verify real real-on-ours test-skew assets bench bench-build format clean help

# Everything that can be asked of this project; `make help` lists it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Parameters, given as NAME=value. Handed on as they are, so that a tag expression needs no second quoting.
PARAMETERS := PYTHON PLATFORM TAGS FEATURES ENVIRONMENT ORDER SEED SHARD SHARDS JOBS RETRIES KEEP CONTAINERS DEFECT DEFECTS PROMISE REPORT
export $(PARAMETERS)

PY := .venv/bin/python
KEEPER = ACCEPTANCE_ENVIRONMENT="$$ENVIRONMENT" $(PY) -m support.environments
GOALS := help setup acceptance test check format up down status settings report report-open prove profile bench merge pins clean
.PHONY: $(GOALS) ready

# GNU make ends with 2 whatever its recipes ended with. `make acceptance` and `make test` end as behave did, so that CI
# can tell the product's failures (1) from the suite's (2): they do their work where make brings a file up to date that
# it includes, which has their status. For a 1 make then only asks itself whether there is anything to do (--question).
does.acceptance = tools/setup && $(PY) -m tools.acceptance
does.test = { tools/setup || { echo "0 passed, 1 failed"; exit 2; }; } && $(PY) -m tools.verify
JUDGED := $(filter acceptance test,$(MAKECMDGOALS))
ifneq ($(and $(JUDGED),$(if $(findstring n,$(firstword -$(filter-out --%,$(MAKEFLAGS)))),,really)),)
  OUTCOME := .tools/outcome-$(shell echo $$PPID).mk
  ifndef MAKE_RESTARTS
$(OUTCOME): always
	@status=0; $(foreach goal,$(JUDGED),[ $$status != 0 ] || { ($(does.$(goal))); status=$$?; };) \
	    { echo "STATUS := $$status" >$@; } 2>/dev/null || true
always:
  endif
  -include $(OUTCOME)
  ifdef MAKE_RESTARTS
    $(shell rm -f $(OUTCOME))
    ifeq ($(STATUS),1)
      MAKEFLAGS += --question
    endif
  endif
endif

help: ## tell what there is
	@echo "make GOAL [NAME=value ...]"
	@echo
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16
	@echo
	@echo "Parameters of acceptance and test (settings reads them too):"
	@sed -n 's/^#: //p' $(MAKEFILE_LIST)

#:   PLATFORM=veza          only this platform's features
#:   TAGS="@VZ-08 and @ui"  only what this tag expression selects
#:   FEATURES=features/x    only this folder, file or file:line
#:   ENVIRONMENT=embedded   where the platform runs: embedded, containers or external
#:   ORDER=random SEED=7    the order of the scenarios, and where chance starts
#:   SHARD=2/3              the second of three parts, for one of three machines
#:   SHARDS="a b c"         merge: the reports folders of the parts
#:   JOBS=4                 how many scenarios run side by side; twice the cores unless given
#:   RETRIES=1              try what goes wrong once more; what passes then is called flaky
#:   CONTAINERS=1           test: run the features on containers as well; or the name of one platform
#:   KEEP=1                 leave containers up, and anything else as it was at a failure
#:   EMPTY=1                up: with nothing in it to look at
#:   DEFECT=veza/x          up, acceptance: build in this known defect; prove: only this one
#:   PROMISE=VZ-08          prove: only defects that break this promise
#:   DEFECTS=folder         where defects are, if not in defects
#:   REPORT=folder          prove: where the result goes, if not into the reports folder
#:   PYTHON=python3.12      the Python to build the virtual environment with (3.11, 3.12 or 3.13)

setup: ## set everything up: packages, browser, report tool (the others do it too)
	@tools/setup --again

ready:
	@tools/setup

acceptance: ## start the platform, run its features, write reports/
	@$(if $(OUTCOME),exit $(or $(STATUS),2),$(does.acceptance))

test: ## static checks, the suite's own tests, then the whole acceptance run
	@$(if $(OUTCOME),exit $(or $(STATUS),2),$(does.test))

check: ready ## only the static checks
	@$(PY) -m tools.verify --static

format: ready ## lay out code and features the common way
	@.venv/bin/ruff check --quiet --fix . || true
	@.venv/bin/ruff format --quiet .
	@.venv/bin/reformat-gherkin features

up: ready ## keep an environment running, which behave then attaches to
	@ACCEPTANCE_DEFECT="$$DEFECT" ACCEPTANCE_DEFECTS="$$DEFECTS" $(KEEPER) up $(PLATFORM)

down: ## stop it
	@if [ -x $(PY) ]; then $(KEEPER) down; fi

status: ready ## tell what is running, and where
	@$(KEEPER) status

settings: ready ## print the settings in force and where each comes from
	@$(PY) -m tools.acceptance --settings

report: ready ## make the HTML report of the last run again
	@$(PY) -m tools.report

report-open: ready ## the same, and show it in a browser until Ctrl-C
	@$(PY) -m tools.report --open

prove: ready ## build every known defect in, and see that the suite turns red for it
	@$(PY) -m proof

profile: ready ## run the features as acceptance does, and tell what needed the processors, and how much memory
	@$(PY) -m tools.profile

bench: ready ## measure the parallel runner beside other ways to run the same features (python -m bench --help)
	@$(PY) -m bench

merge: ready ## merge the reports of shards into one
	@$(PY) -m tools.merge $$SHARDS

pins: ready ## renew tools/constraints.txt, after a change of the pinned packages
	@$(PY) -m tools.pins

clean: down ## remove everything that these commands made
	@find reports -mindepth 1 ! -path reports/README.md -delete
	@rm -rf .venv .tools .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

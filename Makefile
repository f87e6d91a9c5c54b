# Maru. `make up` and `make test` need nothing before them but Python 3.11+.
.DEFAULT_GOAL := help
PYTHON ?= python3
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := 1
export PYTHONPATH := deploy:services/auth-match:services/image-community:.
VENV := .venv
# What running needs is installed; what tests, checks, benchmarks and the demo need is, too (decision 0049).
READY := $(VENV)/.synced
TEST_READY := $(VENV)/.synced-tests
RUN := $(VENV)/bin/python
NATIVE := $(RUN) -m native

# The settings modules want these set even where nothing is contacted (unit tests, types).
WITHOUT_SERVERS := AUTH_MATCH_SECRET_KEY=unused AUTH_MATCH_SERVICE_CREDENTIAL=unused \
  AUTH_MATCH_DATABASE_URL=postgresql://nobody@localhost:1/none AUTH_MATCH_REDIS_URL=redis://localhost:1/0 \
  AUTH_MATCH_SIGNING_KEYS_DIR=/nonexistent AUTH_MATCH_STATIC_ROOT=/nonexistent

# The long trials ask more of one address, or of one person, than people do; what they raise is printed by make.
RAISED := AUTH_MATCH_LIMIT_SIGN_UP_PER_IP=100000/60 AUTH_MATCH_LIMIT_LOGIN_PER_IP=100000/60 \
  AUTH_MATCH_LIMIT_REFRESH_PER_USER=100000/60 AUTH_MATCH_LIMIT_REFRESH_PER_IP=100000/60 \
  AUTH_MATCH_LIMIT_WS_TICKET_PER_IP=100000/60 AUTH_MATCH_LIMIT_CONFIRMATION_PER_IP=100000/60 \
  MATCH_LIMIT_JOIN=100000/60 MARU_REQUESTS_PER_CLIENT=65535 MARU_SOCKETS_PER_CLIENT=65535 \
  IMAGE_COMMUNITY_LIMIT_MATCH_PER_USER=100000/60 IMAGE_COMMUNITY_LIMIT_VOTE_PER_USER=100000/60 \
  IMAGE_COMMUNITY_LIMIT_LIKE_PER_USER=100000/60
TRIALS := MARU_TRIALS=long MARU_WEB_WORKERS=4 $(RAISED)

$(READY): requirements.lock deploy/native/bootstrap.lock
	@deploy/native/make-venv "$(PYTHON)" "$(VENV)"
$(TEST_READY): requirements-test.lock deploy/native/bootstrap.lock
	@deploy/native/make-venv "$(PYTHON)" "$(VENV)" tests

# TLS=1: https with a self-signed certificate, so that another machine of the network may use the microphone.
WITH_TLS = $(if $(filter-out 0,$(TLS)),MARU_TLS=self-signed )
up: $(READY)            ## start everything; prints the address (TLS=1: by https, for other machines, too)
	@$(WITH_TLS)$(NATIVE) up
down: $(READY)          ## stop everything
	@$(NATIVE) down
reload: $(READY)        ## read the file of allowed origins again (var/allowed_origins); no socket is dropped
	@$(WITH_TLS)$(NATIVE) reload
reset: $(READY)         ## stop everything and delete all data
	@$(NATIVE) reset
status: $(READY)        ## what runs
	@$(NATIVE) status
logs: $(READY)          ## follow the logs (of=NAME for one)
	@$(NATIVE) logs $(of)
demo: $(TEST_READY)     ## a story through the gateway: two people meet, talk, share images
	@$(RUN) -m tests.demo

seed-demo: $(READY)     ## a hundred users, a thousand images, likes and votes in the running system (ARGS="--users 20 --images 200")
	@$(NATIVE) seed-demo $(ARGS)
unseed-demo: $(READY)   ## take away what seed-demo made
	@$(NATIVE) unseed-demo
practice: $(TEST_READY) ## a partner for calls with the running system: it plays back what it hears (ARGS="--age 40")
	@$(NATIVE) practice $(ARGS)

superuser: $(READY)     ## make a staff account for /admin/ of the running system (from a script: see docs/runbook.md)
	@$(NATIVE) manage createsuperuser $(ARGS)
# Only a USER that is given to make: shells have one, too. It reaches the command by the environment, unquoted by anything.
staff-totp: $(READY)    ## a second factor for a staff member, shown here (USER=name, ARGS=--remove after a lost phone)
	@$(NATIVE) manage staff_totp $(if $(findstring command,$(origin USER)),"$$USER") $(ARGS)
rotate-keys: $(READY)   ## a new key for signing tokens; nothing restarts, no user is logged out
	@$(NATIVE) manage rotate_signing_key
media: $(READY)         ## whose the media folder is, what waits to be deleted (ARGS=status|deletions|…)
	@$(NATIVE) media $(ARGS)

test: $(TEST_READY)     ## every test, in two parts side by side, each beside a throw-away system of its own
	@$(RUN) -m tests.parts
unit: $(TEST_READY)      ## the tests without I/O (of=FILE for some)
	@$(WITHOUT_SERVERS) $(RUN) -m pytest -q $(or $(of),services/auth-match/tests/unit services/image-community/tests/unit gateway/tests/unit deploy/compose/tests/unit)
integration: $(TEST_READY)   ## each service against real PostgreSQL and Redis
	@$(NATIVE) with-stack -- $(RUN) -m pytest -q services/auth-match/tests/integration services/image-community/tests/integration
e2e: $(TEST_READY)      ## the whole, through the gateway
	@$(NATIVE) with-stack -- $(RUN) -m pytest -q gateway/tests tests

screenshots: $(TEST_READY) ## the main screens of the running system into docs/screenshots/ (to=FOLDER: every screen)
	@$(RUN) -m tests.browser.screenshots $(to)

race: race-match        ## the long trials of matching: those of offers, and anything in any order 5,000 times (about 30 minutes)
	@MARU_TRIALS=long $(NATIVE) with-stack -- $(RUN) -m pytest -q -s -p no:logging services/auth-match/tests/integration/matching/test_model.py

race-auth: $(TEST_READY)     ## the long trials of identity: refresh, revocation, keys (about 15 minutes)
	@echo 'Limits raised: $(RAISED)'
	@$(TRIALS) $(NATIVE) with-stack -- $(RUN) -m pytest -q -s -p no:logging tests/race --ignore tests/race/test_offers.py --ignore tests/race/test_votes.py --ignore tests/race/test_ranking.py

race-votes: $(TEST_READY)    ## the long trials of votes: 500 at once on a pair, 2,000 opposite ones (about 5 minutes)
	@echo 'Limits raised: $(RAISED)'
	@$(TRIALS) $(NATIVE) with-stack -- $(RUN) -m pytest -q -s -p no:logging tests/race/test_votes.py

race-match: $(TEST_READY)    ## the long trials of offers: 1,000 times each through two processes (about 10 minutes)
	@$(WITHOUT_SERVERS) MARU_TRIALS=long $(RUN) -m pytest -q -s -p no:logging tests/race/test_offers.py

race-ranking: $(TEST_READY)  ## the long trials of the ranking: random histories, its leader killed (about 10 minutes)
	@echo 'Limits raised: $(RAISED)'
	@$(TRIALS) $(NATIVE) with-stack -- $(RUN) -m pytest -q -s -p no:logging services/image-community/tests/integration/ranking tests/race/test_ranking.py

# Not in `make test`, not even small: on a busy machine its limits of seconds would measure the machine.
# Clients come as fast as they can, offers and cool-downs are short, and people who met may meet again.
CHAOS_SETTINGS := MARU_REALTIME_PROCESSES=4 MATCH_OFFER_SECONDS=4 MATCH_REJECT_COOLDOWN_SECONDS=10 \
  MATCH_REMATCH_COOLDOWN_SECONDS=0 VOICE_JOIN_SECONDS=8 $(RAISED)
SEEDS ?= 1 2 3 4 5
chaos-match: $(TEST_READY)   ## 200 clients at random while processes die; a checker reads what came of it (about 15 minutes)
	@$(CHAOS_SETTINGS) $(NATIVE) with-stack -- $(RUN) -m tests.chaos $(SEEDS) $(CHAOS)

# Beside its own system. A socket ticket per request: more than one user, or one address, may ask for.
TRIAL_SETTINGS := AUTH_MATCH_LIMIT_WS_TICKET_PER_USER=100000/60 IMAGE_COMMUNITY_LIMIT_LIKE_PER_USER=100000/60 $(RAISED)
trial-restart: $(TEST_READY) ## each process restarted, frozen, killed, the databases silent, beside users (about 7 minutes)
	@echo 'Limits raised: $(TRIAL_SETTINGS)'
	@$(TRIAL_SETTINGS) $(NATIVE) with-stack -- $(RUN) -m tests.trials.restart $(TRIAL)

trial-restart-compose: $(TEST_READY) ## each container of a running compose project restarted, beside users (about 3 minutes)
	@$(RUN) -m tests.trials.restart.compose $(TRIAL)

trial-hostile: $(TEST_READY) ## one client floods, uploads, dawdles and reads nothing; what the others see (about 3 minutes)
	@$(NATIVE) with-stack -- $(RUN) -m tests.trials.hostile

# One free try per account instead of twenty: to use up twenty of a thousand names takes 15 minutes.
LOGIN_SETTINGS := AUTH_MATCH_LIMIT_LOGIN_PER_USER_ELSEWHERE=1/900/10 MARU_TRUSTED_PROXIES=127.0.0.1
trial-login: $(TEST_READY)   ## passwords sprayed over 1,000 names from 300 addresses, while owners log in (about 3 minutes)
	@echo 'Settings: $(LOGIN_SETTINGS)'
	@$(LOGIN_SETTINGS) $(NATIVE) with-stack -- $(RUN) -m tests.trials.login

# Names of users and uploads are asked for more often than one address, or one person, may.
SCHEMA_SETTINGS := AUTH_MATCH_LIMIT_NAMES_PER_IP=100000/60 IMAGE_COMMUNITY_LIMIT_UPLOAD_PER_USER=100000/60 $(TRIAL_SETTINGS)
trial-schema: $(TEST_READY)  ## both OpenAPI documents against the answers, 100 requests per operation (about 10 minutes)
	@echo 'Limits raised: $(SCHEMA_SETTINGS)'
	@$(SCHEMA_SETTINGS) $(NATIVE) with-stack -- $(RUN) -W ignore -m tests.trials.schema

bench-auth: $(TEST_READY)    ## what verifying a token costs
	@echo 'Limits raised: $(RAISED)'
	@$(RAISED) $(NATIVE) with-stack -- $(RUN) -m bench.auth
bench-ranking: $(TEST_READY) ## what reading the ranking, and counting for it, cost (QUICK=1; about 15 minutes)
	@$(RUN) -m bench.ranking
# Couples of the gateway part leave their offer and come again after four seconds.
bench-match: $(TEST_READY)   ## what matching costs, from 100 to 1,000,000 waiting (QUICK=1, of=crowds|specified|gateway|recorder)
	@echo 'Limits raised: $(RAISED)'
	@$(RAISED) MATCH_REJECT_COOLDOWN_SECONDS=1 $(NATIVE) with-stack -- $(RUN) -m bench.match $(of)
bench-sampling: $(TEST_READY) ## what drawing a pair and the random feed cost at 1M posts, and whether they are even (QUICK=1)
	@$(NATIVE) with-stack -- $(RUN) -m bench.sampling

bench-http: $(TEST_READY)    ## what a request costs beside a bare framework and a bare proxy (QUICK=1; about 8 minutes)
	@echo 'Limits raised: $(RAISED)'
	@$(RAISED) $(NATIVE) with-stack -- $(RUN) -m bench.request_cost
bench-pages: $(TEST_READY)   ## what numbered pages and the rankings cost PostgreSQL at 200k and 2M posts (QUICK=1; about 8 minutes)
	@$(RUN) -m bench.pages
bench-rest: $(TEST_READY)    ## what the system costs while it is not used: CPU of each process over a minute (about 2 minutes)
	@$(NATIVE) with-stack -- $(RUN) -m bench.rest

bench-feed: $(TEST_READY) ## what a guest waits for the feed of 24 images in Chromium (about a minute)
	@$(NATIVE) with-stack -- $(RUN) -m bench.feed
bench-leaderboards: $(TEST_READY) ## what the ratings are worth and cost (about 20 s)
	@$(RUN) -m bench.leaderboards

paths: $(TEST_READY)    ## the modules that five requests run through (about a minute)
	@$(NATIVE) with-stack -- $(RUN) -W ignore -m tests.traced_paths

lint: $(TEST_READY)     ## ruff: style and format
	@$(RUN) -m ruff check . && $(RUN) -m ruff format --check .
types: $(TEST_READY)    ## mypy, strict
	@$(WITHOUT_SERVERS) $(RUN) -m mypy deploy/native deploy/demo_data deploy/practice deploy/compose deploy/settings_files deploy/docs_pages gateway/tests tests bench services/auth-match/auth_match services/auth-match/tests/matching_model services/image-community/image_community
arch: $(TEST_READY)     ## import-linter: the layers of docs/architecture.md
	@$(VENV)/bin/lint-imports
client: $(READY)        ## the web client: types, style, units, sizes, what is generated from the contracts
	@$(NATIVE) check-client
settings: $(READY)      ## write .env.example, docs/settings.md and compose's environment from the declarations
	@$(RUN) -m settings_files
pages: $(TEST_READY)    ## write contracts/asyncapi/ and the pages of /docs/ from their sources
	@$(RUN) -m docs_pages
lock: $(READY)          ## compile the locks again
	@deploy/native/lock
docs:                   ## where the documentation is
	@echo "docs/ here; the APIs of a running system at its address + /docs/"
help:                   ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 24

.PHONY: bench-http up down reload reset status logs demo practice seed-demo unseed-demo superuser staff-totp rotate-keys media test unit integration e2e screenshots race race-auth race-votes race-match race-ranking chaos-match trial-hostile trial-login trial-schema trial-restart trial-restart-compose bench-auth bench-match bench-ranking bench-rest bench-sampling bench-pages bench-feed bench-leaderboards paths lint types arch client settings pages lock docs help

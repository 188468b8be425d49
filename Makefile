# Ronghe in a few commands. `make run` and `make test` bring what they need; a second call reinstalls nothing.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8501
WORKERS ?= 2
BIN := .venv/bin
WAREHOUSE := $(or $(RONGHE_HOME),data/warehouse)
# As in serving/workers.py, which says why.
export GLIBC_TUNABLES ?= glibc.malloc.tcache_count=2000

.PHONY: help run serve test test-times check demo data bench pictures browser

help:
	@echo "make run         the dashboard on http://localhost:$(PORT), with demonstration data if there is none"
	@echo "make serve       the same in WORKERS=$(WORKERS) processes behind nginx, for many readers at once;"
	@echo "                 READERS=only: without loading, withdrawing and original files"
	@echo "make test        everything the tests need, then all tests"
	@echo "make test-times  the same, and the slowest test files"
	@echo "make check       format, lint, types, then all tests"
	@echo "make demo        make and load the demonstration workbooks"
	@echo "make bench       the times, as ratios"
	@echo "make pictures    the pictures of the documents, taken anew"

run: .venv/run.stamp data
	@echo "== Ronghe: http://localhost:$(PORT)   (stop with Ctrl+C)"
	@exec $(BIN)/python -m streamlit run app.py --server.address 127.0.0.1 --server.port $(PORT) --server.headless true

serve: .venv/run.stamp data nginx
	@exec $(BIN)/python -m serving --workers $(WORKERS) --port $(PORT) $(if $(READERS),--readers-only)

demo: .venv/run.stamp
	@$(BIN)/python -m etl demo

# Whatever data there are stay as they are; where there are none, the demonstration's.
data: .venv/run.stamp
	@test -s "$(WAREHOUSE)/builds/current" || { \
	  echo "== No data yet: making and loading the demonstration workbooks (about a minute)"; $(BIN)/python -m etl demo; }

test: .venv/test.stamp browser nginx
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

test-times: .venv/test.stamp browser nginx
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -p tests.file_times

check: .venv/test.stamp browser nginx
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

bench: .venv/test.stamp browser nginx data
	@$(BIN)/python -m bench

pictures: .venv/test.stamp browser
	@$(BIN)/python -m docs.pictures

# --- what the commands stand on -------------------------------------------------------------------------------------

# apt-get where this account may, else the sentence that says what to do: $(call install,PACKAGES,WHAT IS MISSING)
define install
if command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then \
  as_root=""; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
  echo "== $(2): installing $(1) with apt-get"; \
  $$as_root apt-get update -q && \
  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(1) </dev/null; \
else \
  echo "$(2). Ask an administrator for: apt-get install $(1)   (then run make again)" >&2; exit 1; \
fi
endef

# pip comes last into an environment, so one whose making was interrupted is made again.
.venv/bin/pip:
	@command -v $(PYTHON) >/dev/null || { $(call install,python3 python3-venv,Python is missing); }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V). Name another: make run PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(call install,python3-venv,The Python module venv is missing); }
	@echo "== Making the virtual environment in .venv"
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt | .venv/bin/pip
	@echo "== Installing what the product needs (a few minutes the first time)"
	@$(BIN)/python -m pip install --disable-pip-version-check -r requirements.txt || { $(pip_failed); }
	@touch $@

.venv/test.stamp: requirements-dev.txt requirements.txt requirements-spark.txt requirements-clickhouse.txt | .venv/bin/pip
	@echo "== Installing what the product and its tests need (a few minutes the first time)"
	@$(BIN)/python -m pip install --disable-pip-version-check -r requirements-dev.txt || { $(pip_failed); }
	@touch $@ .venv/run.stamp

pip_failed = echo "The packages could not be installed. Is the package index reachable? Behind a proxy set HTTPS_PROXY;" \
  "with a local mirror set PIP_INDEX_URL. Then run make again." >&2; exit 1

# The browser tests drive Debian's Chromium, look at Chinese letters and read what it prints; LibreOffice draws slides
# and documents. CHROMIUM=/path names another browser.
browser:
	@[ -x "$(CHROMIUM)" ] || command -v chromium >/dev/null || { $(call install,chromium,Chromium is missing); }
	@fc-list :lang=zh-cn 2>/dev/null | grep -q . || { $(call install,fontconfig fonts-noto-cjk,No Chinese font is installed); }
	@command -v soffice >/dev/null || { $(call install,libreoffice-impress libreoffice-writer,LibreOffice is missing); }
	@command -v pdftotext >/dev/null || { $(call install,poppler-utils,The reader of printed pages is missing); }

nginx:
	@PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null || { $(call install,nginx-light,nginx is missing); }

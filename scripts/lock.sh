#!/bin/sh
# Rewrites requirements.lock: every dependency of pyproject.toml, pinned with its
# hashes, for every platform and Python we support; of these, what the programme alone needs, which other
# clubs install (requirements-run.lock); and the locks, apart, of what audits it and of what the benchmark
# measures beside it.
# Needs `uv`.
set -eu
cd "$(dirname "$0")/.."
lock() {
  uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate \
    --no-header --python-version 3.11 --upgrade "$@"
}
lock --group dev pyproject.toml -o requirements.lock
lock --constraints requirements.lock pyproject.toml -o requirements-run.lock
lock --group audit -o requirements-audit.lock
lock --group bench -o requirements-bench.lock

#!/bin/sh
# Rewrites requirements.lock: every dependency of pyproject.toml, pinned with its
# hashes, for every platform and Python we support. Needs `uv`.
set -eu
cd "$(dirname "$0")/.."
uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate \
  --no-header --python-version 3.11 --upgrade --group dev pyproject.toml -o requirements.lock

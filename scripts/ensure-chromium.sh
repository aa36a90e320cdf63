#!/bin/sh
# The browser tests need Chromium, and fonts about as wide as those of a phone: without
# Liberation, Debian falls back on DejaVu, a fifth wider, and pages measure longer than they are.
# What is missing is installed from Debian if we may.
set -u
missing=""
found=""
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then found=$name; fi
done
if [ -z "$found" ]; then missing="chromium"; fi
if command -v apt-get >/dev/null 2>&1 && ! fc-list 2>/dev/null | grep -q Liberation; then
  missing="$missing fonts-liberation"
fi
# The Nu HTML checker runs on Java; a test of pages is skipped without, and fails under CI=true.
if ! command -v java >/dev/null 2>&1; then missing="$missing default-jre-headless"; fi
if [ -z "$missing" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then as_root=""; else as_root="sudo -n"; fi
  echo "Installation de paquets de Debian pour les tests du navigateur : $missing…"
  # shellcheck disable=SC2086 - one word a package
  $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
if [ -n "$found" ]; then
  echo "Il manque : $missing. Les tests qui mesurent ou valident des pages peuvent échouer ou être passés." >&2
  exit 0
fi
if [ "${CI:-}" = true ]; then
  echo "Chromium est absent et n’a pas pu être installé : les tests du navigateur échouent." >&2
  exit 1
fi
echo "Chromium est absent : les tests du navigateur seront passés. Installez-le pour les lancer." >&2

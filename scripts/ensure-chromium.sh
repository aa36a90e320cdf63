#!/bin/sh
# The browser tests need Chromium. When there is none, install Debian's if we may.
set -u
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then as_root=""; else as_root="sudo -n"; fi
  echo "Chromium est absent : installation du paquet « chromium » de Debian…"
  $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0
fi
if [ "${CI:-}" = true ]; then
  echo "Chromium est absent et n’a pas pu être installé : les tests du navigateur échouent." >&2
  exit 1
fi
echo "Chromium est absent : les tests du navigateur seront passés. Installez-le pour les lancer." >&2

#!/bin/sh
# What the tests run beside Python. Chromium for the pages, with fonts about as wide as those of a
# phone: without Liberation, Debian falls back on DejaVu, a fifth wider, and pages measure longer than
# they are. npm for the tools of the scripts. Java for the Nu checker of the pages; nginx and Apache for the configurations of docs/hosting/.
# What is missing is installed from Debian if we may; the servers only in CI or a container, since their packages start them.
set -u
missing=""
found=""
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then found=$name; fi
done
if [ -z "$found" ]; then missing="chromium-headless-shell"; fi
if command -v apt-get >/dev/null 2>&1 && ! fc-list 2>/dev/null | grep -q Liberation; then
  missing="$missing fonts-liberation"
fi
command -v npm >/dev/null 2>&1 || missing="$missing npm"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
servers=""
command -v nginx >/dev/null 2>&1 || servers="nginx"
command -v apache2 >/dev/null 2>&1 || servers="$servers apache2-bin"
command -v openssl >/dev/null 2>&1 || servers="$servers openssl"
if [ "${CI:-}" = true ] || [ "$(id -u)" = 0 ]; then missing="$missing $servers"; servers=""; fi
if [ -n "$servers" ]; then
  echo "Absents : $servers. Les tests des configurations d’hébergement seront passés." >&2
fi
if [ -z "$(echo "$missing" | tr -d ' ')" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then as_root=""; else as_root="sudo -n"; fi
  echo "Installation de paquets de Debian pour les tests : $missing…"
  $as_root apt-get update -qq
  # Ubuntu, and Debian of before, have the whole browser only.
  apt-cache show chromium-headless-shell >/dev/null 2>&1 ||
    missing=$(echo "$missing" | sed 's/chromium-headless-shell/chromium/')
  # shellcheck disable=SC2086 - one word a package
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
if [ "${CI:-}" = true ]; then
  echo "Ces paquets sont absents et n’ont pas pu être installés, les tests échouent : $missing." >&2
  exit 1
fi
echo "Absents : $missing. Les tests qui s’en servent seront passés, ou mesureront des pages trop longues." >&2

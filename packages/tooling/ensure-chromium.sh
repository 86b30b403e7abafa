#!/usr/bin/env bash
# Prints the path of a Chromium; as root on Debian installs the distribution's package when there is
# none. BERTH_CHROMIUM names one to use instead.
set -euo pipefail
log() { printf 'chromium: %s\n' "$*" >&2; }
. "$(dirname "${BASH_SOURCE[0]}")/debian-packages.sh"

find_chromium() {
  local name
  for name in "${BERTH_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    # Ubuntu's chromium-browser is a script that asks for a snap: only one that tells its version counts.
    if [ -n "$name" ] && command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
    if [ -n "${BERTH_CHROMIUM:-}" ]; then log "BERTH_CHROMIUM=$BERTH_CHROMIUM does not run"; exit 1; fi
  done
  return 1
}

if find_chromium; then exit 0; fi
log 'none found'
can_install || { log 'install chromium, or set BERTH_CHROMIUM to its path'; exit 1; }
# Without a font the page would be empty boxes.
install_packages chromium fonts-liberation
find_chromium || { log 'the package chromium brought no browser that runs; set BERTH_CHROMIUM'; exit 1; }

#!/usr/bin/env bash
# Unpacks Debian packages, with the libraries they depend on, into DIR/x. Nothing is installed, and what
# is there already is kept.
#
# usage: unpack-debian.sh DIR PACKAGE…
set -euo pipefail
log() { printf 'testkit: %s\n' "$*" >&2; }
. "$(dirname "${BASH_SOURCE[0]}")/../../../tooling/debian-packages.sh"

dir=$1; shift
mkdir -p "$dir"
exec 9>"$dir/lock"
flock 9
if [ -e "$dir/complete" ]; then exit 0; fi
can_install

libraries() {
  apt-cache depends --recurse --important "$@" | sed -nE 's/^(lib[^ :]+)$/\1/p' | grep -v -- '-perl$' | sort -u
}
# The closure is read from the machine's own lists, which a fresh image may lack.
if ! apt-cache show "$@" >/dev/null 2>&1; then apt-get -qq update >&2 </dev/null; fi
mapfile -t closure < <(libraries "$@" | while read -r package; do
  # Virtual packages have no version of their own.
  if apt-cache show "$package" >/dev/null 2>&1; then echo "$package"; fi
done)
unpack_packages "$dir" "$(codename)" "$@" "${closure[@]}"
touch "$dir/complete"

#!/usr/bin/env bash
# Prints the DOCKER_HOST of a Docker Engine that answers. Where none does, root on Debian or Ubuntu
# gets a private one: unpacked from the distribution's packages, with its own data root, exec root,
# socket and pid file. A running Engine is never touched, and running this twice does no harm.
#
#   ensure-engine.sh [ensure]   an Engine that answers, else the private one
#   ensure-engine.sh start      the private one, whatever else answers
#   ensure-engine.sh stop       stops the private one, known by its own pid file
#   ensure-engine.sh status     says whether the private one runs; exit code 3 when it does not
#
# BERTH_ENGINE_DIR      folder of the private Engine ($XDG_CACHE_HOME/berth-engine); a daemon.json in there is used
# BERTH_ENGINE_NETNS    name of a network namespace to run it in, made when missing and removed by `stop`.
#                       A second Engine needs one: in a shared one it would take docker0 from the first.
# BERTH_ENGINE_VERSION  release of the private Engine, for tests against it: 20.10, 26.1 or 28.5. Unless said,
#                       the one that suits this distribution.
#
# usage: export DOCKER_HOST=$(packages/tooling/ensure-engine.sh)
set -euo pipefail
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/berth-engine
dir=${BERTH_ENGINE_DIR:-$cache}
netns=${BERTH_ENGINE_NETNS:-}
version=${BERTH_ENGINE_VERSION:-}
# Binaries are shared by all private Engines of this user and release; only the state is per folder.
root=$cache/x${version:+-$version}
socket=$dir/docker.sock
pid_file=$dir/docker.pid

log() { printf 'engine: %s\n' "$*" >&2; }
. "$(dirname "${BASH_SOURCE[0]}")/debian-packages.sh"

main() {
  case ${1:-ensure} in
    ensure) find_engine || start_engine ;;
    start) refuse_neighbour; start_engine ;;
    stop) stop_engine ;;
    status) show_status ;;
    *) log "unknown command $1; one of ensure, start, stop, status"; exit 64 ;;
  esac
}

find_engine() {
  local host
  for host in "${DOCKER_HOST:-}" unix:///var/run/docker.sock "unix://$socket" "unix://$cache/docker.sock"; do
    if [ -z "$host" ]; then continue; fi
    if answers "$host"; then echo "$host"; return; fi
    if [ "$host" = "${DOCKER_HOST:-}" ]; then log "no Engine answers at DOCKER_HOST=$host"; fi
  done
  return 1
}

# Node is here in any case, curl may not be.
answers() {
  node -e '
    const host = new URL(process.argv[1])
    const at = host.protocol === "unix:"
      ? { socketPath: decodeURIComponent(host.pathname) }
      : { host: host.hostname, port: host.port || 2375 }
    const request = require("node:http").get({ ...at, path: "/_ping", timeout: 5000 }, (reply) => {
      reply.resume().on("end", () => process.exit(reply.statusCode === 200 ? 0 : 1))
    })
    request.on("timeout", () => process.exit(1)).on("error", () => process.exit(1))
  ' "$1" 2>/dev/null
}

refuse_neighbour() {
  local other
  if [ -z "$netns" ] && other=$(find_engine) && [ "$other" != "unix://$socket" ]; then
    log "an Engine already answers at $other: a second one needs BERTH_ENGINE_NETNS"; exit 1
  fi
}

start_engine() {
  can_install || exit 1
  mkdir -p "$dir" "$cache"
  exec 9>"$dir/lock"
  flock 9
  if answers "unix://$socket"; then echo "unix://$socket"; return; fi
  if runs; then log "process $(cat "$pid_file") runs but does not answer; see $dir/dockerd.log"; exit 1; fi
  install_engine
  make_netns
  launch
  wait_until_ready
}

install_engine() {
  exec 8>"$cache/packages.lock"
  flock 8
  if has_binaries; then return; fi
  require_space
  log 'no Docker Engine answers: fetching one from the packages of this distribution'
  install_packages iptables libseccomp2 ca-certificates
  if [ -n "$version" ]; then unpack_release; else unpack_usual; fi
  has_binaries || { log "the packages did not bring all of: ${binaries[*]}"; exit 1; }
  exec 8>&-
}

# Bookworm's own Engine is 20.10; trixie's is 26.1 and runs here, but trixie's runc does not.
unpack_usual() {
  if [ "$(codename)" != bookworm ] || ! unpack_packages "$cache" trixie docker.io containerd tini; then
    unpack_packages "$cache" "$(codename)" docker.io containerd tini
  fi
  unpack_packages "$cache" "$(codename)" runc
}

# Debian has each release in one suite; runc is bookworm's for all of them, because newer ones want cgroup v2.
unpack_release() {
  local suite init=tini folder
  case $version in
    20.10) suite=bookworm ;;
    26.1) suite=trixie ;;
    28.5) suite=sid init=tini-static ;;
    *) log "unknown release $version; one of 20.10, 26.1, 28.5"; exit 64 ;;
  esac
  folder=$cache/release-$version
  unpack_packages "$folder" "$suite" docker.io containerd "$init" || exit 1
  unpack_packages "$folder" bookworm runc || exit 1
  case $("$folder/x/usr/sbin/dockerd" --version) in
    *" $version."*) rm -rf "$root"; mv "$folder/x" "$root"; rm -rf "$folder" ;;
    *) log "$suite has another release: $("$folder/x/usr/sbin/dockerd" --version)"; exit 1 ;;
  esac
}

# docker-init is a link to tini: without that package `init: true` fails.
binaries=(usr/sbin/dockerd usr/bin/containerd usr/sbin/runc usr/bin/docker-init)
has_binaries() {
  local binary
  for binary in "${binaries[@]}"; do [ -x "$root/$binary" ] || return 1; done
}

require_space() {
  local free_kib
  free_kib=$(df -Pk "$cache" | awk 'NR == 2 { print $4 }')
  if [ "$free_kib" -lt 1048576 ]; then
    log "the Engine needs 1 GiB in $cache, $((free_kib / 1024)) MiB are free"; exit 1
  fi
}

make_netns() {
  if [ -z "$netns" ] || [ -e "/run/netns/$netns" ]; then return; fi
  install_packages iproute2
  ip netns add "$netns"
  nsenter "--net=/run/netns/$netns" ip link set lo up
  echo "$netns" >"$dir/netns"
}

launch() {
  local enter=() settings=()
  # Not `ip netns exec`: it remounts /sys, and dockerd then finds no cgroups.
  if [ -n "$netns" ]; then enter=(nsenter "--net=/run/netns/$netns"); fi
  if [ -e "$dir/daemon.json" ]; then settings=(--config-file "$dir/daemon.json"); fi
  rm -f "$pid_file"
  PATH=$root/usr/sbin:$root/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    setsid nohup "${enter[@]}" dockerd --host "unix://$socket" --data-root "$dir/data" \
    --exec-root "$dir/exec" --pidfile "$pid_file" --log-level warn "${settings[@]}" \
    </dev/null >"$dir/dockerd.log" 2>&1 8>&- 9>&- &
  launched=$!
}

wait_until_ready() {
  local tries
  for tries in $(seq 1 240); do
    if answers "unix://$socket"; then log "started a private Docker Engine in $dir"; echo "unix://$socket"; return; fi
    # setsid forks only when it leads a process group, so this is dockerd itself once it has begun.
    if [ "$tries" -gt 4 ] && ! kill -0 "$launched" 2>/dev/null && ! runs; then break; fi
    sleep 0.25
  done
  log "the Engine did not start; the end of $dir/dockerd.log:"
  tail -20 "$dir/dockerd.log" >&2
  exit 1
}

# The pid may have been given to another process since: its command line must name our pid file.
runs() {
  local pid
  pid=$(cat "$pid_file" 2>/dev/null) || return 1
  [ -n "$pid" ] && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "--pidfile $pid_file"
}

stop_engine() {
  if runs; then
    local pid tries
    pid=$(cat "$pid_file")
    kill -TERM "$pid"
    for tries in $(seq 1 240); do
      if ! kill -0 "$pid" 2>/dev/null; then break; fi
      if [ "$tries" = 240 ]; then log "process $pid did not stop within a minute"; exit 1; fi
      sleep 0.25
    done
    log "stopped the private Docker Engine in $dir"
  else
    log "no private Docker Engine runs in $dir"
  fi
  if [ -f "$dir/netns" ]; then
    ip netns delete "$(cat "$dir/netns")"
    rm -f "$dir/netns"
  fi
}

show_status() {
  if runs && answers "unix://$socket"; then
    echo "running unix://$socket pid $(cat "$pid_file")"
  else
    echo "not running in $dir"
    exit 3
  fi
}

main "$@"

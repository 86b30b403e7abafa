# Debian's packages, for ensure-engine.sh and ensure-chromium.sh, which source this file.

# Prints apt sources for SUITE, made from the machine's own sources of its own release, so that no
# mirror is named here and a private mirror keeps working. Third-party sources are left out.
# usage: suite_sources SUITE [APT_DIR [CODENAME]]
suite_sources() {
  local suite=$1 apt_dir=${2:-/etc/apt} codename=${3:-$(codename)} file
  for file in "$apt_dir"/sources.list "$apt_dir"/sources.list.d/*.list "$apt_dir"/sources.list.d/*.sources; do
    [ -f "$file" ] || continue
    case $file in
      *.list) one_line_sources "$file" ;;
      *) stanza_sources "$file" ;;
    esac
  done | rewrite_sources "$codename" "$suite" | sort -u
}

# Both kinds of source, one per line, as: OPTIONS|URI|SUITE|COMPONENTS
one_line_sources() {
  sed -nE 's/#.*//; s/^[[:space:]]*deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+)[[:space:]]+([^[:space:]]+)[[:space:]]+(.*)$/\1|\2|\3|\4/p' "$1"
}
stanza_sources() {
  awk '
    function flush(   u, s, n, m, i, j) {
      if (types ~ /(^| )deb( |$)/ && enabled != "no") {
        n = split(uris, u, " "); m = split(suites, s, " ")
        for (i = 1; i <= n; i++) for (j = 1; j <= m; j++)
          print (key ? "[signed-by=" key "] " : "") "|" u[i] "|" s[j] "|" components
      }
      types = uris = suites = components = key = enabled = ""
    }
    /^#/ { next }
    /^[[:space:]]*$/ { flush(); next }
    { value = $0; sub(/^[^:]*:[[:space:]]*/, "", value) }
    tolower($1) == "types:" { types = value }
    tolower($1) == "uris:" { uris = value }
    tolower($1) == "suites:" { suites = value }
    tolower($1) == "components:" { components = value }
    tolower($1) == "signed-by:" { if (value ~ /^\//) key = value }
    tolower($1) == "enabled:" { enabled = tolower(value) }
    END { flush() }' "$1"
}

# Keeps the distribution's own archive: its code name as the suite, with the two pockets that bring
# fixes, `main` among the components, and its name in the last part of the address. Of the components
# only main is needed, and universe where Ubuntu keeps docker.io.
rewrite_sources() {
  awk -F'|' -v here="$1" -v there="$2" '
    function ours() {
      return ($3 == here || $3 == here "-updates" || $3 == here "-security") && (" " $4 " ") ~ / main / &&
        $2 ~ /\/[^\/]*(debian|ubuntu)[^\/]*\/?$/
    }
    ours() {
      # Rolling suites have neither updates nor security.
      if (there ~ /^(sid|unstable)$/ && $3 != here) next
      suite = there substr($3, length(here) + 1)
      print "deb " $1 $2 " " suite " main" ((" " $4 " ") ~ / universe / ? " universe" : "")
    }'
}

codename() { (. /etc/os-release && echo "${VERSION_CODENAME:-}"); }

# True for root on a machine with apt and dpkg; otherwise says why not.
can_install() {
  if [ "$(id -u)" != 0 ]; then log 'only root can install and start it here'; return 1; fi
  if ! command -v apt-get >/dev/null || [ -z "$(codename)" ]; then
    log 'it can be installed on Debian and Ubuntu only'; return 1
  fi
}

# Installs packages of the machine's own release, unless they are there.
install_packages() {
  if dpkg -s "$@" >/dev/null 2>&1; then return 0; fi
  log "installing $*"
  local apt=(apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  export DEBIAN_FRONTEND=noninteractive
  if "${apt[@]}" install -y --no-install-recommends "$@" >/dev/null 2>&1 </dev/null; then return 0; fi
  # The lists may be missing or old. A third-party source that fails here does not matter as long
  # as the packages can be had, which the second try tells.
  "${apt[@]}" update >&2 </dev/null || log 'apt-get update had errors; trying all the same'
  "${apt[@]}" install -y --no-install-recommends "$@" >&2 </dev/null
}

# Unpacks packages of SUITE into DIR/x without installing them, with an apt state of its own in DIR.
# usage: unpack_packages DIR SUITE PACKAGE…
unpack_packages() {
  local dir=$1 suite=$2 state package; shift 2
  state=$dir/apt-$suite
  rm -rf "$state/parts" "$dir/deb"
  mkdir -p "$state/parts" "$state/lists/partial" "$state/archives/partial" "$dir/deb" "$dir/x"
  suite_sources "$suite" >"$state/parts/suite.list"
  if [ ! -s "$state/parts/suite.list" ]; then
    log "found no source of this distribution's own archive in /etc/apt"; return 1
  fi
  local apt=(
    apt-get -qq -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$state/parts"
    -o "Dir::State::Lists=$state/lists" -o "Dir::Cache=$state" -o APT::Sandbox::User=root
    -o Acquire::Languages=none -o Acquire::Retries=3
  )
  log "unpacking $* from $suite"
  "${apt[@]}" update >&2 </dev/null || return 1
  (cd "$dir/deb" && "${apt[@]}" download "$@" >&2 </dev/null) || return 1
  for package in "$@"; do dpkg-deb -x "$dir/deb/${package}_"*.deb "$dir/x" || return 1; done
  rm -rf "$dir/deb"
}

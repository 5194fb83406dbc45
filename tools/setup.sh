# What tools/quickstart and tools/test share: messages, missing packages, configure and build.
# shellcheck shell=bash
# To be sourced. Works on a bare Debian 12: bash, dpkg and apt are all it counts on.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=tools/$(basename "$0")
export LC_ALL=C.UTF-8

step() { printf '\n== %s\n' "$*"; }
die() {
  printf '%s: %s\n' "$program" "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# The packages of the given groups that are not installed.
missing_packages() {
  local name group wanted
  while read -r name group; do
    for wanted in "$@"; do
      [ "$group" = "$wanted" ] || continue
      [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] ||
        printf '%s\n' "$name"
    done
  done < <(grep -v '^#' "$root/tools/apt-packages")
}

# One line that counts on a terminal, a line for every 25 packages elsewhere.
show_apt_progress() {
  local line count=0
  while IFS= read -r line; do
    case $line in
      Unpacking* | "Setting up"*)
        count=$((count + 1))
        if [ -t 1 ]; then
          printf '\r\033[K   %4d  %.60s' "$count" "$line"
        elif [ $((count % 25)) = 1 ]; then
          printf '   %4d  %.60s\n' "$count" "$line"
        fi
        ;;
    esac
  done
  if [ -t 1 ]; then printf '\r\033[K'; fi
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 \
    -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"
}

# install_packages GROUP...: apt is not even asked when everything is there.
install_packages() {
  local missing log
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "these Debian 12 packages are needed: ${missing[*]}"
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    die "run as root once, or install first: apt-get install ${missing[*]}"
  fi
  step "installing ${#missing[@]} packages: ${missing[*]}"
  log=$(mktemp)
  if ! apt_get update >"$log" 2>&1 ||
    ! { apt_get install --no-install-recommends "${missing[@]}" 2>&1 | tee -a "$log" |
      show_apt_progress; }; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    die "apt-get could not install: ${missing[*]}"
  fi
  rm -f "$log"
}

# build PRESET [TARGET...]: everything when no target is named.
build() {
  local preset=$1 targets=()
  shift
  [ $# = 0 ] || targets=(--target "$@")
  step "building $preset in build/$preset"
  mkdir -p "$root/build/$preset"
  (cd "$root" && cmake --preset "$preset" >"build/$preset/configure.log" 2>&1) || {
    tail -n 30 "$root/build/$preset/configure.log" >&2
    return 1
  }
  (cd "$root" && cmake --build --preset "$preset" "${targets[@]}")
}

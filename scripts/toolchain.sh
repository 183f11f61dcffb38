# Finds the tools that ./camrelay and ./verify need, and installs those that lack with apt-get where
# that is allowed. Sourced, not run.

say() { printf 'camrelay: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# install PACKAGE…: with apt-get as root, or through sudo where it asks no password.
install_packages() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      as_root=(sudo -n)
    else
      die "these Debian packages are needed: $*. Install them with: sudo apt-get install $*"
    fi
  fi
  command -v apt-get >/dev/null || die "these packages are needed, and there is no apt-get here: $*"
  say "installing $*"
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get -q update &&
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get -q -y --no-install-recommends \
      install "$@"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    die "apt-get could not install $*; its output is in $log"
  fi
  rm -f "$log"
}

# need_tools COMMAND:PACKAGE…: installs the packages of the commands that are not there.
need_tools() {
  local missing=() tool
  for tool in "$@"; do
    command -v "${tool%%:*}" >/dev/null || missing+=("${tool#*:}")
  done
  [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
}

# need_headers HEADER:PACKAGE…: the same for packages that hold only headers or libraries.
need_headers() {
  local missing=() header
  for header in "$@"; do
    [ -f "/usr/include/${header%%:*}" ] || missing+=("${header#*:}")
  done
  [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
}

# version_of JAVA: its feature release, 0 where it is none.
version_of() {
  local text
  text=$("$1" -version 2>&1) || { echo 0; return; }
  sed -n 's/.*version "\([0-9]*\).*/\1/p' <<<"$text" | head -n 1
}

# need_java: sets java and java_version to a JDK of 17 or later, and JAVA_HOME for Maven.
need_java() {
  local candidate
  java='' java_version=0
  for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" \
    /usr/lib/jvm/java-17-openjdk-*/bin/java; do
    if [ -x "$candidate" ] && [ -x "$(dirname "$(readlink -f "$candidate")")/javac" ]; then
      java_version=$(version_of "$candidate")
      [ "${java_version:-0}" -ge 17 ] && java=$candidate && break
    fi
  done
  if [ -z "$java" ]; then
    [ -z "${installed_java:-}" ] || die "no JDK 17 or later was found, even after installing one"
    installed_java=yes
    install_packages openjdk-17-jdk-headless
    need_java
    return
  fi
  JAVA_HOME=$(dirname "$(dirname "$(readlink -f "$java")")")
  export JAVA_HOME
}

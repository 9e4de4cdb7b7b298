# shellcheck shell=bash
# Shared by the scripts; sourced, not run. Sets `project` to the folder of the checkout.
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }

die() { say "$(basename "$0"): $*"; exit 2; }

# The JDK to build and run with: JAVA_HOME when it is new enough, else the first such one that is installed.
java_home() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "$(dirname "$(dirname "$(readlink -f "$(command -v java || true)")")")"; do
    if [ -x "$home/bin/javac" ] && [ "$(java_release "$home")" -ge 25 ]; then
      printf '%s\n' "$home"
      return
    fi
  done
  die "needs a JDK 25 or newer: install one (such as Eclipse Temurin 25) or set JAVA_HOME to it"
}

java_release() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null | grep . || echo 0; }

# need PROGRAM PACKAGE...: installs Debian packages when the program is missing, or says what to install.
need() {
  local program=$1
  shift
  command -v "$program" >/dev/null || install_packages "$@"
  command -v "$program" >/dev/null || die "$program is still missing after installing $*"
}

# need_file FILE PACKAGE...: the same for a file.
need_file() {
  local file=$1
  shift
  [ -e "$file" ] || install_packages "$@"
  [ -e "$file" ] || die "$file is still missing after installing $*"
}

install_packages() {
  local root=
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || die "please install: apt-get install $*"
    root=sudo
  fi
  command -v apt-get >/dev/null || die "please install: $*"
  say "installing $*"
  if [ -z "${apt_lists_are_fresh:-}" ]; then
    $root apt-get update -q >/dev/null || die "apt-get update failed"
    apt_lists_are_fresh=yes
  fi
  $root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" >/dev/null ||
    die "apt-get could not install $*"
}

# What the ffmpeg and ffprobe programs that come with the native libraries want of the system.
need_ffmpeg_libraries() {
  local library
  for library in libxcb.so.1:libxcb1 libxcb-shm.so.0:libxcb-shm0 libpulse.so.0:libpulse0 libasound.so.2:libasound2 \
    libudev.so.1:libudev1; do
    need_file "/usr/lib/x86_64-linux-gnu/${library%%:*}" "${library##*:}"
  done
}

# The programs of a PostgreSQL server, without the cluster that the package would make and start.
need_postgres() {
  local settings=/etc/postgresql-common/createcluster.conf
  if compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
    return
  fi
  install_packages postgresql-common
  as_root sed -i 's/^#* *create_main_cluster *=.*/create_main_cluster = false/' "$settings"
  grep -q '^create_main_cluster = false$' "$settings" || die "$settings does not take create_main_cluster = false"
  install_packages postgresql
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || die "initdb is still missing after installing postgresql"
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

# Maven, on the JDK that the build is for.
maven() { JAVA_HOME=$(java_home) mvn -B --no-transfer-progress -f "$project/pom.xml" "$@"; }

need_build_tools() {
  java_home >/dev/null
  need mvn maven
  need npm nodejs npm
}

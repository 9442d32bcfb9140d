#!/bin/sh
# Puts Guacamole's guacd into var/guacd, for tests: Debian 12 has none, the release before it has. The packages come from
# the mirror that this machine's apt uses already, signed by Debian, and are unpacked there: nothing is installed.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)/var/guacd
packages="guacd libguac19 libguac-client-vnc0 libguac-client-ssh0 libvncclient1 libssh2-1 libssl1.1 libwebp6 libossp-uuid16 liblzo2-2"

if [ -x "$here/usr/sbin/guacd" ] || command -v guacd >/dev/null 2>&1; then
  exit 0
fi
mirror=$(apt-get indextargets --format '$(REPO_URI)' "Created-By: Packages" "Origin: Debian" 2>/dev/null | head -n 1)
if [ -z "$mirror" ]; then
  echo "This machine knows no mirror of Debian; tests with a real guacd are left out unless guacd is installed." >&2
  exit 0
fi

rm -rf "$here" && mkdir -p "$here/apt/lists/partial" "$here/apt/archives/partial"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror bullseye main" >"$here/apt/sources.list"
apt() {
  apt-get -q -o "Dir::Etc::sourcelist=$here/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o "Dir::State::lists=$here/apt/lists" -o "Dir::Cache=$here/apt" -o "APT::Sandbox::User=$(id -un)" \
    -o APT::Update::Post-Invoke= -o APT::Update::Post-Invoke-Success= "$@"
}
cd "$here/apt/archives"
# shellcheck disable=SC2046,SC2086 # lists of words
if apt update >"$here/apt/log" 2>&1 && apt download $(printf '%s/bullseye ' $packages) >>"$here/apt/log" 2>&1; then
  for package in *.deb; do dpkg -x "$package" "$here"; done
  rm -rf "$here/apt"
else
  echo "guacd could not be had (see $here/apt/log); tests with a real one are left out." >&2
fi

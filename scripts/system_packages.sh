#!/bin/sh
# Sees that programs from outside Python are there: `system_packages.sh demo` what a facility needs, `system_packages.sh
# test` what its tests need too. As root on Debian or Ubuntu it installs what is missing; else it names it and stops.
set -eu

has() { command -v "$1" >/dev/null 2>&1; }
has_python() { has python3.11 && python3.11 -c 'import ensurepip, venv' 2>/dev/null; }
has_dials() { [ -x /usr/bin/dials.import ]; }
has_bitshuffle() { ls /usr/lib/*/hdf5/serial/plugins/libh5bshuf.so >/dev/null 2>&1; }
has_postgresql() { has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
has_pdf_readers() { has pdftotext && has pdftoppm; }
has_sftp_server() { [ -x /usr/lib/openssh/sftp-server ]; }
has_slurm() { [ -x /usr/sbin/slurmctld ] || has slurmctld; }
has_sshd() { [ -x /usr/sbin/sshd ] || has sshd; }
has_tk() { has python3.11 && python3.11 -c 'import tkinter' 2>/dev/null; }
has_font() { ls /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf >/dev/null 2>&1; }

missing=""
want() { "$1" || missing="$missing $2"; }

want has_python "python3.11 python3.11-venv"
want has_dials dials
want has_bitshuffle bitshuffle
want has_font fonts-dejavu-core
want has_tk python3-tk
has Xtigervnc || missing="$missing tigervnc-standalone-server"
has openbox || missing="$missing openbox"
if [ "${1:-demo}" = test ]; then
  has chromium || missing="$missing chromium"
  want has_postgresql postgresql
  want has_pdf_readers poppler-utils
  has sftp || missing="$missing openssh-client"
  has lftp || missing="$missing lftp"
  has rclone || missing="$missing rclone"
  has sshfs || missing="$missing sshfs"
  has aria2c || missing="$missing aria2"
  has bsdtar || missing="$missing libarchive-tools"
  has unzip || missing="$missing unzip"
  has wget || missing="$missing wget"
  has curl || missing="$missing curl"
  has ffmpeg || missing="$missing ffmpeg"
  want has_slurm slurm-wlm
  has munged || [ -x /usr/sbin/munged ] || missing="$missing munge"
  want has_sftp_server openssh-sftp-server
  want has_sshd openssh-server
fi

with_guacd() {
  if [ "$1" = test ]; then "$(dirname "$0")/private_guacd.sh"; fi
}

if [ -z "$missing" ]; then
  with_guacd "${1:-demo}"
  exit 0
fi
if [ "$(id -u)" = 0 ] && has apt-get; then
  echo "Installing:$missing"
  apt-get update -q
  # No recommended packages: DIALS alone would bring 1 GB of them.
  # shellcheck disable=SC2086 # a list of words
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
  with_guacd "${1:-demo}"
  exit 0
fi
echo "Farlight needs these packages, which are not installed:$missing" >&2
if has apt-get; then
  echo "Install them with: sudo apt-get update && sudo apt-get install --no-install-recommends$missing" >&2
else
  echo "These are their names on Debian and Ubuntu. Install what they are called on this system, then try again." >&2
fi
exit 1

#!/bin/bash
# A desktop as a job of Slurm: a VNC server, and a program on it. Its folder is shared with the proxy and holds password
# and certificate, which only this account reads. Arguments: folder, name, size, frames a second, then the program.
set -u
umask 077
folder=$1 name=$2 size=$3 rate=$4
shift 4
node=${SLURMD_NODENAME:-$(hostname)}
cd "$folder" || exit 1

give_up() {
  printf '%s\n' "$1" >said.new && mv said.new said
  exit 1
}

command -v Xtigervnc >/dev/null ||
  give_up "Xtigervnc is not installed on the node $node (Debian package tigervnc-standalone-server)."

# Only the address by which the cluster knows the node is listened on.
known=$(scontrol show node "$node" | sed -n 's/.*NodeAddr=\([^ ]*\).*/\1/p')
read -r address _ < <(getent ahosts "${known:-$node}")
[ -n "${address:-}" ] || give_up "The node $node does not know its own address."

trap 'kill $(jobs -p) 2>/dev/null' EXIT
trap 'exit 0' TERM
rm -f display place
mkfifo -m 600 display || give_up "The node $node cannot write into the desktop's folder."
Xtigervnc -displayfd 3 -geometry "$size" -depth 24 -desktop "$name" -FrameRate "$rate" \
  -interface "$address" -SecurityTypes X509Vnc -X509Cert "$folder/certificate.pem" -X509Key "$folder/key.pem" \
  -PasswordFile "$folder/password.vnc" -auth "$folder/authority" -AlwaysShared -nolisten tcp -noreset 3>display &
server=$!
number=
read -r number <display
rm -f display
[ -n "$number" ] || give_up "The screen did not start on the node $node; job.log in its folder says why."
printf '%s %s\n' "$address" "$((5900 + number))" >place.new && mv place.new place

export DISPLAY=:$number XAUTHORITY=$folder/authority HOME=$folder
if [ $# -gt 0 ]; then
  command -v "$1" >/dev/null || give_up "$1 is not there on the node $node."
  "$@" &
  wait -n "$server" "$!"
else
  wait "$server"
fi

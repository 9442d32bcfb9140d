#!/bin/sh
# Runs a command with a Node.js that is new enough for the front end: the system's, else one inside .venv.
set -eu
cd "$(dirname "$0")/.."
root=$PWD

new_enough() {
  command -v npm >/dev/null 2>&1 &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

if ! new_enough; then
  PATH="$root/.venv/bin:$PATH"
  export PATH
  if ! new_enough; then
    echo "Node.js 20.19 or newer is not installed: putting one into .venv" >&2
    "$root/.venv/bin/pip" install --quiet --require-hashes -r scripts/node.lock
  fi
fi
cd frontend
exec "$@"

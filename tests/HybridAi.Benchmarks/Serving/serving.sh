#!/bin/sh
# The load harness in one go: a constant, predictions with everything on, and the FastAPI peer, in turn. Needs wrk; the peer needs Debian's python3-fastapi,
# uvicorn and python3-sklearn, and is left out without them. Arguments: the training and the test file, CSV with text and category, then options of `serving`.
# What is measured was compiled ahead and has the collector's young generation as large as deploy/ has them.
set -eu
train=$1
test=$2
shift 2
project=$(dirname "$0")/..
command -v wrk > /dev/null || { echo "wrk is needed: apt-get install wrk" >&2; exit 2; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
dotnet publish "$project" -c Release --nologo -v q -r "linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')" --self-contained false -p:PublishReadyToRun=true -o "$out"
DOTNET_GCgen0size=0x1000000 "$out/HybridAi.Benchmarks" serving --train "$train" --test "$test" "$@"

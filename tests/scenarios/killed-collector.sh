# A collector killed with KILL in the middle of a run: its directory is a capture, read with all whole samples.
. "$(dirname "$0")/../support/scenario.sh"

cd "$scratch" || exit 1
collector=$(dirname "$fixtures")/collector/seep-collect
[ -f "$collector" ] || skip "no collector yet"
sh "$collector" -f -i 1 600 >/dev/null 2>&1 &
pid=$!
sleep 6
kill -KILL "$pid"
wait "$pid" 2>/dev/null
set -- seep-*
[ -d "$1" ] || fail "no capture directory"
must "$seep" --quiet --json r.json "$1"
holds r.json "r['capture']['state'] in ('aborted', 'maybe-running')"
holds r.json "r['capture']['samples'] >= 3"

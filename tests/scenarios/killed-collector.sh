# A collector killed with KILL in the middle of a run: its directory is a capture, read with all whole samples.
. "$(dirname "$0")/../support/scenario.sh"

cd "$scratch" || exit 1
collector=$(dirname "$fixtures")/collector/seep-collect
[ -f "$collector" ] || skip "no collector yet"
sh "$collector" -f -i 1 600 >/dev/null 2>&1 &
pid=$!
waited=0
# Until the fifth sample has begun; what comes before the loop takes a few seconds.
until grep -qs '^#seep> 5 ' seep-*/samples/ps.log; do
	[ "$waited" -lt 60 ] || fail "no samples after $waited s"
	sleep 1
	waited=$((waited + 1))
done
kill -KILL "$pid"
wait "$pid" 2>/dev/null
set -- seep-*
[ -d "$1" ] || fail "no capture directory"
must "$seep" --quiet --json r.json "$1"
holds r.json "r['capture']['state'] in ('aborted', 'maybe-running')"
holds r.json "r['capture']['samples'] >= 3"

# The series of a real FreeBSD as they were kept, one file for each command and sample in an archive that has them in
# no order: the findings of the captures that were made of them.
. "$(dirname "$0")/../support/scenario.sh"
test -d "${SEEP_EXTRA_CAPTURES-}/freebsd-13.2" || skip 'no extra captures'
cd "$scratch" || exit 1

found () {
	python3 -c '
import json, sys
r = json.load(open(sys.argv[1]))
json.dump([r["verdict"]["class"], [(f["id"], f["verdict"], f["slope_per_s"]) for f in r["findings"]]],
	sys.stdout, indent=1)' "$1"
}

for run in userland-leak idle; do
	must "$seep" --quiet --json ours.json "$fixtures/freebsd-13.2/$run"
	must "$seep" --quiet --json raw.json "$SEEP_EXTRA_CAPTURES/freebsd-13.2/$run/samples.tar.gz"
	holds raw.json "r['capture']['layout'] == 'files'"
	found ours.json >expected
	found raw.json >got
	diff expected got >&2 || fail "$run differs"
done

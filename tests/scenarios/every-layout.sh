# The same outputs as a capture of ours and in the ways other people keep them: the same entities, values and verdicts.
. "$(dirname "$0")/../support/scenario.sh"
relayout=$(cd "$(dirname "$0")/../support" && pwd)/relayout
cd "$scratch" || exit 1

# What was found, without what is known of a capture only by its own account.
findings () {
	python3 -c '
import json, sys
r = json.load(open(sys.argv[1]))
json.dump({ "verdict": r["verdict"], "memory": r["memory"], "findings": r["findings"],
	"samples": r["capture"]["samples"] }, sys.stdout, indent=1)' "$1"
}

for run in userland-leak idle; do
	capture=$fixtures/freebsd-13.2/$run
	forms='log files folders mtime osw transcript html'
	test "$run" = userland-leak || forms='log osw transcript'
	must "$seep" --quiet --all --json ours.json "$capture"
	findings ours.json >expected
	for form in $forms; do
		rm -rf theirs
		must "$relayout" "$form" "$capture" theirs
		must "$seep" --quiet --all --json theirs.json theirs
		findings theirs.json >got
		diff expected got >&2 || fail "$run as $form differs"
		case $form in
		log | osw) layout=log ;;
		transcript | html) layout=transcript ;;
		*) layout=files ;;
		esac
		holds theirs.json "r['capture']['layout'] == '$layout'"
		# Only what the form itself adds is no output.
		holds theirs.json "all(d['what'] in ('text-unknown', 'clock-file') for d in r['capture']['damage'])"
	done
	# The raw directory of one file per command and sample, packed: tar takes them in no order.
	must "$relayout" files "$capture" raw
	must tar -czf raw.tgz raw
	must "$seep" --quiet --all --json theirs.json raw.tgz
	findings theirs.json >got
	diff expected got >&2 || fail "$run as packed files differs"
	rm -rf raw raw.tgz
done

# top's clock, without a date, is a clock all the same.
leak=$fixtures/freebsd-13.2/userland-leak
must "$relayout" dateless "$leak" dateless.txt
must "$seep" --quiet --json theirs.json dateless.txt
holds theirs.json "r['findings'][0]['name'] == 'memhog' and r['findings'][0]['verdict'] == 'leak'"
holds theirs.json "abs(r['findings'][0]['slope_per_s'] / 102400 - 1) <= .05"
must "$seep" --quiet --json theirs.json - <dateless.txt
holds theirs.json "r['findings'][0]['name'] == 'memhog' and r['capture']['damage'][0]['what'] == 'clock-undated'"

# Without any time everything is there, in order, and nothing that needs a clock.
must "$relayout" timeless "$leak" timeless.txt
must "$seep" --quiet --all --json theirs.json timeless.txt
holds theirs.json "[d['what'] for d in r['capture']['damage']] == ['clock-none']"
holds theirs.json "r['capture']['started'] is None and r['capture']['samples'] == 62"
holds theirs.json "all(f['slope_per_s'] is None for f in r['findings'])"

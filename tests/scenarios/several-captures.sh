# Pieces of one run, the same run twice, a run that goes on, a run that died in a command, and two machines.
. "$(dirname "$0")/../support/scenario.sh"
cd "$scratch" || exit 1
leak=$fixtures/freebsd-13.2/userland-leak

# frames FIRST LAST OUT: that part of the capture, as a capture.
part () {
	mkdir -p "$3/samples"
	cp "$leak/capture.txt" "$3"
	echo 'pid: 4711' >>"$3/capture.txt"
	for log in "$leak"/samples/*.log; do
		awk -v first="$1" -v last="$2" '
			/^#seep> / { on = $2 >= first && $2 <= last }
			on' "$log" >"$3/samples/${log##*/}"
	done
}

# same FILE FILE: but for what the capture says of itself, the reports are the same.
same () {
	for file in "$1" "$2"; do
		python3 -c '
import json, sys
r = json.load(open(sys.argv[1]))
json.dump([r["verdict"], r["memory"], r["findings"], r["capture"]["samples"]], sys.stdout, indent=1)' "$file" >"$file.found"
	done
	diff "$1.found" "$2.found" | head -40 >&2
	cmp -s "$1.found" "$2.found" || fail "$1 and $2 differ"
}

part 1 62 whole
must "$seep" --quiet --all --json whole.json whole
part 1 30 one
part 31 62 two
tar -czf two.tgz two
must "$seep" --quiet --all --json pieces.json one two.tgz
same whole.json pieces.json
must "$seep" --quiet --all --json pieces.json two.tgz one
same whole.json pieces.json

# A copy of the first day and one of the first two days: what is in both counts once.
part 1 40 more
must "$seep" --quiet --all --json pieces.json more two
same whole.json pieces.json
holds pieces.json "[(d['what'], d['count']) for d in r['capture']['damage']] == [('frame-double', 90)]"

# Logs out of their folder.
must "$seep" --quiet --json loose.json whole/samples/ps.log
holds loose.json "r['findings'][0]['name'] == 'memhog' and r['capture']['layout'] == 'seep'"
tail -c +100000 whole/samples/ps.log >ps.log
must "$seep" --quiet --json loose.json ps.log
holds loose.json "r['findings'][0]['name'] == 'memhog' and r['capture']['layout'] == 'seep'"

# Two machines.
part 1 30 other
sed 's/^host:.*/host: fw2/' other/capture.txt >t && mv t other/capture.txt
"$seep" --quiet --json x.json one other 2>err && fail 'captures of two machines were taken for one'
test $? -eq 2 || fail 'two machines: the status is not 2'
grep -q 'other: is of another machine, fw2' err || fail "two machines: $(cat err)"
test ! -e x.json || fail 'two machines: a report was written'

# What was running when the box died.
printf 'start 1 2026-11-22T10:11:49Z vmstat-z\ndone 1 vmstat-z\nstart 30 2026-11-22T10:14:29Z netstat-m\nstart 31 2026' >one/journal.log
must "$seep" --quiet --json died.json one
holds died.json "r['capture']['in_flight'] == 'netstat-m' and r['capture']['state'] == 'aborted'"
printf 'done 30 netstat-m\n' >>one/journal.log
must "$seep" --quiet --json died.json one
holds died.json "r['capture']['in_flight'] == 'netstat-m'"
printf 'start 30 2026-11-22T10:14:29Z netstat-m\ndone 30 netstat-m\n' >one/journal.log
must "$seep" --quiet --json died.json one
holds died.json "r['capture']['in_flight'] is None"

# Still being written: files of now with a sample of now. A copy has new files only.
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
mkdir -p live/samples
cp one/capture.txt live
printf '#seep> 1 %s ps\n  PID   RSS COMMAND\n    1   100 init\n\n#seep< 1 0\n' "$now" >live/samples/ps.log
must "$seep" --quiet --json live.json live
holds live.json "r['capture']['state'] == 'maybe-running'"
touch -t 202601010000 live/*.txt live/samples/*
must "$seep" --quiet --json live.json live
holds live.json "r['capture']['state'] == 'aborted'"

# The same error in every sample is told once, and there is an end to them.
mkdir -p errors
cp -R live/. errors
i=0
while test $i -lt 200; do
	i=$((i + 1))
	printf '#seep> %s %s ps\nps: error %s\n\n#seep< %s 0\n' $i "$now" $((i / 2)) $i
done >errors/errors.log
must "$seep" --quiet -o errors.html errors
test "$(grep -c 'ps: error [0-9]' errors.html)" -eq 64 || fail 'errors: not 64 of them'

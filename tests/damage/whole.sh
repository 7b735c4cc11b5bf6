# What text suffers on its way: the leak is found all the same, and each loss is told with file, line and grade.
. "$(dirname "$0")/../support/scenario.sh"
relayout=$(cd "$(dirname "$0")/../support" && pwd)/relayout
cd "$scratch" || exit 1
leak=$fixtures/freebsd-13.2/userland-leak

# The same capture, its own, to be damaged.
fresh () {
	rm -rf run
	cp -R "$leak" run
}

# finds_leak WHAT [EXPRESSION]: memhog is rank 1, and the expression over the damage, what → (count, file, line), holds.
finds_leak () {
	must "$seep" --quiet --json x.json "${capture:-run}"
	holds x.json "r['findings'][0]['name'] == 'memhog' and r['findings'][0]['verdict'] == 'leak'"
	python3 -c '
import json, sys
r = json.load(open("x.json"))
d = { x["what"]: (x["count"], x["file"], x["line"]) for x in r["capture"]["damage"] }
assert eval(sys.argv[1]), d' "${2:-True}" 2>err || fail "$1: $(tail -1 err)"
}

fresh
finds_leak 'nothing' 'd == {}'

fresh
rm run/samples/vmstat-z.log run/samples/top.log run/end.txt
finds_leak 'files missing' 'd == {}'
holds x.json "r['capture']['state'] == 'aborted' and not r['capture']['complete']"

fresh
head -c 100001 run/samples/ps.log >t && mv t run/samples/ps.log
finds_leak 'a torn log' "d['torn-frame'][:2] == (1, 'samples/ps.log') and len(d) == 1"

fresh
printf '%100000s' '' | tr ' ' '\0' >>run/samples/vmstat-z.log
finds_leak 'a tail of NULs' "d['nul-tail'][:2] == (1, 'samples/vmstat-z.log') and len(d) == 1"

fresh
awk 'NR == 500 { printf "%1200000s\n", "x" } 1' "$leak/samples/ps.log" >run/samples/ps.log
finds_leak 'a line of a megabyte' "d == { 'line-long': (1, 'samples/ps.log', 500) }"

fresh
awk 'NR == 300 { print "ps: kvm_getprocs: Permission denied" } 1' "$leak/samples/ps.log" >run/samples/ps.log
finds_leak 'error text' "d == { 'error-text': (1, 'samples/ps.log', 300) }"

fresh
awk '!/^USER +PID/' "$leak/samples/ps.log" >run/samples/ps.log
must "$seep" --quiet --json x.json run
holds x.json "[d['count'] for d in r['capture']['damage'] if d['what'] == 'frame-unknown'] == [62]"

fresh
sed 's/$/\r/' "$leak/samples/ps.log" | sed 's/^\(#seep.*\)\r$/\1/' >run/samples/ps.log
finds_leak 'CR LF' 'd == {}'

# A block that stands twice.
"$relayout" log "$leak" log.txt
capture=log.txt
finds_leak 'a log' 'd == {}'
sed -n '1,2000p' log.txt >t && cat log.txt >>t && mv t log.txt
finds_leak 'a block twice' "set(d) <= { 'row-odd', 'row-short', 'text-unknown' }"

# An archive of single files, cut anywhere: what stood before is used, and the cut is told once.
"$relayout" files "$leak" raw
tar -czf raw.tgz raw
size=$(wc -c <raw.tgz)
for percent in 20 50 80 99; do
	head -c $((size * percent / 100)) raw.tgz >cut.tgz
	"$seep" --quiet --json x.json cut.tgz
	test $? -eq 0 || fail "cut at $percent %"
	holds x.json "[(d['what'], d['count']) for d in r['capture']['damage'] if d['grade'] == 'member'] == [('member-cut', 1)]"
done

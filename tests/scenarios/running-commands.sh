# A command left running into a file, and one output alone.
. "$(dirname "$0")/../support/scenario.sh"
cd "$scratch" || exit 1
leak=$fixtures/freebsd-13.2/userland-leak

# outputs NAME COUNT: the first outputs of that command, one after another, without the collector's frames.
outputs () {
	awk -v last="$2" '/^#seep> / && $2 > last { exit } !/^#seep/ && !/^$/' "$leak/samples/$1.log"
}

# top -b: its clock gives the distances, the file's last change the date; over midnight too.
outputs top 62 >top.log
touch -d 2026-11-22T10:17:12Z top.log
must "$seep" --quiet --json x.json top.log
holds x.json "r['findings'][0]['name'] == 'memhog' and r['findings'][0]['verdict'] == 'leak'"
holds x.json "(r['capture']['started'], r['capture']['ended']) == ('2026-11-22T10:11:48Z', '2026-11-22T10:17:12Z')"
sed 's/ 10:1\([0-3]\):\([0-9][0-9]\)$/ 23:5\1:\2/; s/ 10:1\([4-9]\):\([0-9][0-9]\)$/ 00:0\1:\2/' top.log >night.log
touch -d 2026-11-23T00:07:12Z night.log
must "$seep" --quiet --json x.json night.log
holds x.json "r['capture']['boots'] == 1 and r['capture']['started'] == '2026-11-22T23:51:48Z'"

# vmstat 5 has no clock and does not say how long 5 is.
outputs vmstat 40 >vmstat.log
must "$seep" --quiet --json x.json vmstat.log
holds x.json "r['capture']['samples'] == 40 and r['capture']['started'] is None"
holds x.json "[d['what'] for d in r['capture']['damage']] == ['clock-none']"

# One output of one command.
outputs vmstat-z 1 >some-vmstat-z.txt
must "$seep" --quiet --json x.json some-vmstat-z.txt
holds x.json "r['verdict']['class'] == 'insufficient' and r['capture']['samples'] == 1"

# Two of them: before and after.
outputs vmstat-z 1 >before.txt
awk '/^#seep> 62 / { on = 1; next } on && !/^#seep/' "$leak/samples/vmstat-z.log" >after.txt
touch -d 2026-11-22T10:11:49Z before.txt
touch -d 2026-11-22T10:17:12Z after.txt
must "$seep" --quiet --all --json x.json before.txt after.txt
holds x.json "r['capture']['samples'] == 2 and any(f['start'] != f['end'] for f in r['findings'])"

# A capture made by somebody who means harm: it is read to its end, nothing of it acts on the reader's side, and what
# it lacks is told.
. "$(dirname "$0")/../support/scenario.sh"
cd "$scratch" || exit 1

# processes NAME...: sixty frames in which every one of them grows.
processes () {
	seq=0
	while [ "$seq" -lt 60 ]; do
		seq=$((seq + 1))
		printf '#seep> %d 2026-11-22T08:%02d:00Z ps\n' "$seq" "$((seq - 1))"
		echo '  PID  PPID                     STARTED      TIME    RSS      VSZ STAT COMMAND'
		pid=100
		for name in "$@"; do
			pid=$((pid + 1))
			printf '%5d     1 Sun Nov 22 07:00:00 2026   0:01.00 %6d    90000 S    %s\n' \
			    "$pid" "$((1000 + seq * 500))" "$name"
		done
		printf '\n#seep< %d 0\n' "$seq"
	done
}

escape=$(printf '\033')
mkdir -p evil/samples evil/before
processes '<script>alert(1)</script>' '"onload="alert(2)' "$escape]0;owned" '</style><b>' >evil/samples/ps.log
printf 'seep-capture: 1\nhost: %s[31m<img src=x onerror=alert(3)>\n' "$escape" >evil/capture.txt
echo '</script><script>alert(4)</script>' >evil/before/uname.txt

# What would hang a reader, or lead it out of the folder.
mkfifo evil/samples/top.log evil/pipe
ln -s . evil/loop
ln -s /dev/zero evil/samples/vmstat.log
ln -s /etc/passwd evil/before/passwd.txt

must "$seep" -v -o evil.html --json evil.json evil >text
must "$seep" inspect evil >inspected
holds evil.json "r['verdict']['class'] == 'leak'"
holds evil.json "any('onload' in f['name'] for f in r['findings'])"
for tag in '<script>alert' '<img src' '</style><b>' 'root:'; do
	grep -qF -e "$tag" evil.html && fail "the page has $tag"
done
grep -q "$escape" text inspected && fail "an escape sequence reaches the terminal"

# Another machine's name is shown too.
mkdir -p other/samples
printf 'seep-capture: 1\nhost: %s[2Jtwo\n' "$escape" >other/capture.txt
processes one >other/samples/ps.log
"$seep" evil other >/dev/null 2>message
[ $? -eq 2 ] || fail "two machines are one"
grep -q "$escape" message && fail "an escape sequence reaches the terminal in a message"

# No output takes the place of what was given as input, however it is named.
ln -s evil/samples link
for path in evil/samples/ps.log ./link/ps.log "$scratch/evil/capture.txt"; do
	"$seep" -o "$path" evil >/dev/null 2>message
	[ $? -eq 2 ] || fail "$path was written"
	grep -q 'not overwritten' message || fail "no word about $path"
done
head -n 1 evil/samples/ps.log | grep -q '^#seep> 1 ' || fail "the input is not what it was"
must "$seep" -q -o evil/new.html evil
exit 0

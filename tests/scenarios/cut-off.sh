# An archive cut off at half, four fifths and nearly all of its bytes: a report of what stood before the cut, and
# the loss named.
. "$(dirname "$0")/../support/scenario.sh"

cd "$scratch" || exit 1
cp -R "$fixtures/freebsd-13.2/userland-leak" run
must tar -czf whole.tgz run
bytes=$(wc -c <whole.tgz)
for percent in 50 80 99; do
	head -c $((bytes * percent / 100)) whole.tgz >cut.tgz
	must "$seep" --quiet -o cut.html --json cut.json cut.tgz
	holds cut.json "any(d['what'] == 'member-cut' for d in r['capture']['damage'])"
	holds cut.json "r['capture']['samples'] > 0"
	holds cut.json "not r['capture']['complete']"
	grep -q 'cut off' cut.html || fail "the page does not say that the archive is cut off at $percent %"
done

# The first top of a capture stands on the page as the machine printed it, wherever it was found: in our own
# layout, and in a file that somebody wrote by hand. Only the first: the second is data.
. "$(dirname "$0")/../support/scenario.sh"

top=$fixtures/freebsd-13.2/idle/samples/top.log
must "$seep" --quiet -o "$scratch/ours.html" "$fixtures/freebsd-13.2/idle"
grep -v '^#seep' "$top" >"$scratch/top.txt"
must "$seep" --quiet -o "$scratch/theirs.html" "$scratch/top.txt"

first=$(grep -m 1 '^last pid' "$top" | cut -c 1-30)
second=$(grep '^last pid' "$top" | sed -n 2p | cut -c 1-30)
[ "$first" != "$second" ] || fail "the fixture has no two different tops"
for page in ours theirs; do
	grep -qF "$first" "$scratch/$page.html" || fail "$page: the first top is missing"
	! grep -qF "$second" "$scratch/$page.html" || fail "$page: the second top is shown"
done

# A short run on this very machine, whatever it is: whole frames, no complaints of the shell, the collector's own bill.
. "$(dirname "$0")/lab.sh"
start -k -i 1 3
wait_until 60 has samples/self.log
if test -r "/proc/$pid/stat"; then
	test "$(sed 's/.*)//' "/proc/$pid/stat" | awk '{ print $17 }')" -eq 19 || fail 'not at the lowest priority'
fi
wait "$pid" || fail "status $?: $(cat out)"
test "$(wc -l <out)" -eq 2 || fail "says more than where it writes: $(cat out)"
find_capture
must_end completed
frames_are_whole "$capture"
for name in ps memory boot load files self; do
	test "$(grep -c "^#seep> .* $name\$" "$capture/samples/$name.log")" -ge 2 || fail "no $name"
done
grep -q '^shell-cpu: [0-9]*m[0-9.]*s [0-9]*m[0-9.]*s$' "$capture/samples/self.log" || fail 'no bill of its own'
grep -q '^commands-cpu: [0-9]*m[0-9.]*s [0-9]*m[0-9.]*s$' "$capture/samples/self.log" || fail 'no bill of the commands'
seep_reads "$capture.tgz" 2

# A box on which a sample takes longer than a tenth of the interval gets fewer samples, and is told; none is made up for.
. "$(dirname "$0")/lab.sh"
be_box freebsd-13
mkdir replayed
ln -s "$top/fixtures/boxes/replay" replayed/vmstat
fake vmstat <<END
test "\$#" -ne 0 || $real_sleep 2
exec "$scratch/replayed/vmstat" "\$@"
END
start -k -i 2 600
stretched () {
	awk '/^interval-s: / && $2 >= 10 { found = 1 } END { exit !found }' seep-*/samples/self.log
}
wait_until 60 stretched
grep -q 'takes this box long: one every' out || fail "does not say so: $(cat out)"
kill -TERM "$pid"
wait "$pid"
find_capture
must_end signal-TERM
frames_are_whole "$capture"

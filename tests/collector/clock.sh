# A clock that is set back in the middle of a run: the run goes on at its pace and ends when its samples are taken, not hours
# later.
. "$(dirname "$0")/lab.sh"
be_box freebsd-13
fake date <<'END'
# An hour back from the moment on that the file is there.
offset=0
test ! -e "$SCRATCH/back" || offset=3600
last=
for last in "$@"; do :; done
exec /bin/date -u -d "@$(($(/bin/date +%s) - $offset))" "$last"
END
SCRATCH=$scratch
export SCRATCH
start -k -i 1 8
wait_until 20 has_samples 3
true >back
began=$(/bin/date +%s)
wait "$pid" || fail "status $?: $(cat out)"
test $(($(/bin/date +%s) - $began)) -le 20 || fail 'went on for too long'
find_capture
must_end completed
frames_are_whole "$capture"
count=$(grep -c '^#seep<' "$capture/samples/self.log")
test "$count" -ge 6 || fail "$count samples"
seep_reads "$capture" 6

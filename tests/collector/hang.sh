# A command that hangs is ended after a while and closes its frame as timeout; one that floods is cut off. The run goes on.
. "$(dirname "$0")/lab.sh"
be_box freebsd-13
fake pfctl <<'END'
# Hangs from the second call on, and does not listen to TERM.
test -e "$SEEP_BOX.called" || { mkdir "$SEEP_BOX.called"; exec echo "State Table"; }
trap '' TERM
exec sleep 600
END
# The watcher's pauses are a minute; two seconds do here, but ksh93 has a sleep of its own.
fake sleep <<END
test "\$1" -ne 60 || set -- 2
exec $real_sleep "\$1"
END
cp -r "$SEEP_BOX" box
SEEP_BOX=$scratch/box
start -k -i 1 600
timed_out () {
	grep -q '^#seep< 1 timeout$' seep-*/samples/firewall.log
}
wait_until 200 timed_out
find_capture
count=$(grep -c '^#seep<' "$capture/samples/self.log")
wait_until 20 has_samples $(($count + 2))
kill -TERM "$pid"
wait "$pid"
frames_are_whole "$capture"
seep_reads "$capture" 2

# The same after the run: its texts are not waited for without end.
rm -rf seep-*
fake pfctl <<'END'
test -e "$SEEP_BOX.called" || exec echo "State Table"
trap '' TERM
exec sleep 600
END
rm -r "$SEEP_BOX.called"
start -k -i 1 600
wait_until 60 has_samples 2
true >"$SEEP_BOX.called"
find_capture
sh "$collector" stop "$capture"
wait "$pid" || fail "status $? when the last command hung: $(cat out)"
must_end stopped

# posh has no ulimit, and so no bound for a flood but the disk's budget.
sh -c 'ulimit -f 1000' 2>/dev/null || skip 'this shell bounds no file (the rest holds)'
rm -rf seep-*
fake pfctl <<'END'
# A hundred megabytes a call, were it not ended at 64 in each file.
yes 'a very long line that never ends, again and again' | head -c 100000000
END
start -k -i 1 600
wait_until 60 has_samples 3
kill -TERM "$pid"
wait "$pid"
find_capture
must_end signal-TERM
frames_are_whole "$capture"
size=$(du -sk "$capture" | cut -f 1)
test "$size" -gt 60000 || fail 'no flood'
test "$size" -lt 140000 || fail "a flood of $size kB"
seep_reads "$capture" 3

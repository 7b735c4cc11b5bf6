# status, stop, -b, once, list, -h, -V, and wrong usage.
. "$(dirname "$0")/lab.sh"
be_box freebsd-13

sh "$collector" -h >out || fail 'status of -h'
awk 'length > 80 { exit 1 } END { if (NR > 24) exit 1 }' out || fail '-h does not fit a screen of 24 lines and 80 columns'
test "$(sh "$collector" -V)" = 'seep-collect 1.0.0' || fail '-V'
for wrong in '-x' '-i 0' '-i x' '5y' '3600 7' 'once' 'stop' '-o /nowhere 5' '""' '0'; do
	# shellcheck disable=SC2086
	eval sh '"$collector"' $wrong >/dev/null 2>&1
	test $? -eq 2 || fail "'$wrong' is not wrong usage"
done
sh "$collector" status "$scratch" >out 2>&1
test $? -eq 1 || fail 'status of what is no capture'
sh "$collector" status "$scratch" "$scratch" >out 2>&1
grep -q 'one directory' out || fail "two directories: $(cat out)"
sh "$collector" -o /nowhere 5 >out 2>&1
test "$(cat out)" = 'seep-collect: -o /nowhere: is no directory' || fail "-o of nothing: $(cat out)"

sh "$collector" list 7d >out || fail 'list'
grep -q '^300 s    ps           ps -axww' out || fail "list does not tell the pace, column by column: $(cat out)"
grep -q '2016 samples' out || fail 'list does not tell the cost'
test -z "$(ls -d seep-* 2>/dev/null)" || fail 'list makes a capture'

# In the background; status and stop find it.
mkdir there
collect -b -k -o there -i 1 600 >out || fail "-b: $(cat out)"
grep -q "background; to end it: sh $collector stop " out || fail "does not tell of the background: $(cat out)"
cd there || exit 1
find_capture
capture=$scratch/there/${capture##*/}
wait_until 30 has_samples 2
sh "$collector" status "$capture" >out || fail 'status'
grep -q 'is collecting, [0-9]* samples, about [56][0-9][0-9] s to go' out || fail "status: $(cat out)"
sh "$collector" resume "$capture" >out 2>&1
test $? -eq 1 && grep -q already out || fail 'two instances in one capture'
sh "$collector" stop "$capture" || fail 'stop'
must_end stopped
test -s "$capture/after/vmstat-z.txt" || fail 'no texts after the run'
sh "$collector" status "$capture" >out
grep -q 'ended (stopped)' out || fail "status after the end: $(cat out)"

# One sample a call.
cd "$scratch" || exit 1
for i in 1 2 3; do
	collect once seep-cron || fail "once, call $i"
done
capture=$scratch/seep-cron
test "$(grep -c '^#seep<' "$capture/samples/ps.log")" -eq 3 || fail 'three calls, not three samples'
frames_are_whole "$capture"
seep_reads "$capture" 3
sh "$collector" stop "$capture" >out || fail "stop of once: $(cat out)"
test -f seep-cron.tgz && test ! -e seep-cron || fail 'once is not packed'

# A name with a blank, and the directory called "." from within: nothing but its own files goes.
true >my
mkdir tapes
collect once 'my tapes' || fail 'a name with a blank'
cd 'my tapes' || exit 1
sh "$collector" stop . >../out || fail "stop from within: $(cat ../out)"
cd .. || exit 1
test -f 'my tapes.tgz' && test ! -e 'my tapes' && test -f my && test -d tapes || fail "a name with a blank: $(ls)"

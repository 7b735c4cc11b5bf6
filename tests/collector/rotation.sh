# The box dies while logs are being closed (rotation.sh SHELL TIMES): before, within and after any of the steps. After as many resumes the
# capture has every sample once, as seep reads it, and at most the one in flight is missing each time.
. "$(dirname "$0")/lab.sh"
test "$shell" != ksh93 || skip 'ksh93 has a sleep of its own, which cannot be hurried'
be_box freebsd-13
hurry
SCRATCH=$scratch
export SCRATCH
# Every log has always grown large.
fake find <<'END'
for last in "$@"; do :; done
case $last in
+*) ls samples/*.log ;;
*) exec /usr/bin/find "$@" ;;
esac
END
# A step is one log compressed, or one piece moved to its place. The step whose number stands in "last" is half done, and the box dies; above
# 30 it dies some milliseconds after all are moved, while the logs are started afresh.
fake gzip <<'END'
test "$1" = -c || exec /bin/gzip "$@"
step=$(($(cat "$SCRATCH/step") + 1))
echo "$step" >"$SCRATCH/step"
test "$step" -eq "$(cat "$SCRATCH/last")" || exec /bin/gzip "$@"
/bin/gzip "$@" | head -c "$(($step * 40))"
kill -KILL "$(cat "$SCRATCH"/seep-*/.work/lock/pid)"
END
fake mv <<'END'
case $1 in
*/closing/*) ;;
*) exec /bin/mv "$@" ;;
esac
step=$(cat "$SCRATCH/step") last=$(cat "$SCRATCH/last")
for place in "$@"; do
	:
done
while test $# -gt 1; do
	step=$(($step + 1))
	test "$step" -ne "$last" || kill -KILL "$(cat "$SCRATCH"/seep-*/.work/lock/pid)"
	test "$step" -lt "$last" || test "$last" -gt 30 || exit 1
	/bin/mv "$1" "$place"
	shift
done
test "$last" -le 30 || { /bin/sleep "0.0$(($last - 31))" && kill -KILL "$(cat "$SCRATCH"/seep-*/.work/lock/pid)"; } &
END
deaths=0
while test "$deaths" -lt "$2"; do
	echo 0 >step
	awk -v seed="$$$deaths" 'BEGIN { srand(seed); print 1 + int(rand() * 40) }' >last
	if test "$deaths" -eq 0; then
		start -i 7 864000
		wait_until 60 has_samples 1
		find_capture
	else
		sh "$collector" resume "$capture" >>out 2>&1 &
		pid=$!
	fi
	wait "$pid" 2>/dev/null
	deaths=$(($deaths + 1))
	test ! -e "$capture/end.txt" || fail "ended before it died: $(cat out)"
done
rm bin/gzip bin/mv
sh "$collector" stop "$capture" >>out 2>&1 || fail "stop: $(cat out)"
mkdir again
tar -xzf seep-*.tgz -C again || fail 'no archive'
capture=$(echo again/seep-*)
# Every number is there (of ps, the first of a sample, the newest), and a frame that stands in two places is the same in both.
for name in self vmstat-z ps; do
	for piece in "$capture/samples/$name".*.log.gz "$capture/samples/$name.log"; do
		case $piece in
		*.gz) test ! -e "$piece" || gzip -dc "$piece" ;;
		*) cat "$piece" ;;
		esac
	done | awk -v name="$name" -v deaths="$deaths" '
		/^#seep> / && $4 == name { seq = $2; text = ""; if (seq > last) last = seq }
		{ text = text $0 "\n" }
		/^#seep< / && $2 == seq {
			if (seq in whole && whole[seq] != text) { print name, seq, "stands there twice, differently"; exit 1 }
			twice += seq in whole
			whole[seq] = text
		}
		END {
			for (seq = 1; seq <= last; seq++)
				missing += !(seq in whole)
			if (missing > deaths) { print name ":", missing, "lost of", last; exit 1 }
			print last, twice + 0 > "newest"
		}' || fail 'frames lost or different'
done
read -r newest twice <newest
echo "$deaths deaths, $newest samples, $twice of them stand in a piece and elsewhere"
seep_reads "$capture" "$(($newest - $deaths))"
test "${count:-$newest}" -le "$newest" || fail "seep counts $count of $newest samples"

# KILL at random moments (survival.sh SHELL TIMES): what is there is a capture with one torn frame at most; resume goes on in
# it and brings it to a good end.
. "$(dirname "$0")/lab.sh"
be_box freebsd-13
hurry
times=$2
while test "$times" -gt 0; do
	rm -rf seep-*
	start -i 7 86400
	wait_until 30 has_samples 1
	nap "$(awk -v seed="$$$times" 'BEGIN { srand(seed); printf "%.3f", rand() * 1.5 }')"
	# All of it: what runs at that moment dies with the box.
	for child in $(/bin/ps -e -o pid=,ppid= | awk -v pid="$pid" '$2 == pid { print $1 }'); do
		kill -KILL "$child" 2>/dev/null
	done
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null
	find_capture
	test ! -e "$capture/end.txt" || fail 'an end without an end'
	frames_are_whole "$capture" 1
	before=$(grep -c '^#seep<' "$capture/samples/self.log")
	seep_reads "$capture" "$before"
	times=$(($times - 1))
done

# A command that worked before the box died, and does not after.
fake mount <<'END'
exit 1
END
sh "$collector" resume "$capture" >out 2>&1 &
pid=$!
wait_until 30 has_samples $(($before + 3))
sh "$collector" stop "$capture" || fail 'stop'
wait "$pid"
mkdir again
tar -xzf "$capture.tgz" -C again || fail 'no archive after resume'
capture=$scratch/again/${capture##*/}
must_end stopped
frames_are_whole "$capture" 1
awk '/^#seep> / { if ($2 != last + 1 && last) print "after", last, "comes", $2; last = $2 }' "$capture/samples/self.log" >gaps
test "$(wc -l <gaps)" -le 1 || fail "numbers do not follow each other: $(cat gaps)"
seep_reads "$capture" $(($before + 3))

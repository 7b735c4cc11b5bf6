# Logs that grow are closed in compressed pieces: nothing is lost or doubled, the archive stands in order of time, and the shell
# that began is not the one that ends (pieces.sh SHELL SAMPLES).
. "$(dirname "$0")/lab.sh"
be_box freebsd-13
hurry
samples=$2
start -i 7 864000
wait_until 1200 has samples/vmstat-z.0001.log.gz
all () {
	find_capture
	newest=$(tail -n 20000 "$capture/samples/self.log" | awk '/^#seep< / { n = $2 } END { print n + 0 }')
	test "$newest" -ge "$samples"
}
wait_until 6000 all
kill -TERM "$pid"
wait "$pid"
mkdir again
tar -xzf seep-*.tgz -C again || fail 'no archive'
capture=$(echo again/seep-*)
newest=$(sed -n 's/^samples: //p' "$capture/end.txt")
for log in "$capture"/samples/*.log; do
	name=${log##*/}
	name=${name%.log}
	{
		for piece in "$capture/samples/$name".*.log.gz; do
			test ! -e "$piece" || gzip -dc "$piece"
		done
		cat "$log"
	} >whole
	awk -v name="$name" '
		/^#seep> / && $4 == name { if ($2 <= last) exit 1; last = $2; opened++ }
		/^#seep< / && $2 == last { closed++ }
		END { if (opened != closed) exit 1 }' whole || fail "$name: frames lost, doubled or torn"
	case $name in
	ps | vmstat-z)
		# The last sample may have been cut short by the signal.
		test "$(grep -c "^#seep> .* $name\$" whole)" -ge $(($newest - 1)) || fail "$name: not $newest frames"
		;;
	self) cp whole whole-self ;;
	esac
done
tar -tzf seep-*.tgz | sed -n 's/.*\.\([0-9]*\)\.log\.gz$/\1/p' >numbers
sort -c -n numbers || fail 'the pieces do not stand in order of time'
seep_reads "$capture" "$newest"
size=$(wc -c <"$(echo seep-*.tgz)")
echo "$newest samples, archive $size bytes: $(($size / $newest)) bytes a sample"
test $(($size / $newest)) -le 3072 || fail 'too large'
if grep -q '^rss-kib' whole-self 2>/dev/null; then
	awk '/^rss-kib: / { if (!n++) first = $2; last = $2; if ($2 > most) most = $2 }
		END { printf "memory of the shell: first %d, last %d, most %d KiB\n", first, last, most }' whole-self
fi

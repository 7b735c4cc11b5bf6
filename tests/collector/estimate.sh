# What list foretells, CPU time and archive, beside what a short run on this very machine takes for each sample: no more than
# four times off, either way.
. "$(dirname "$0")/lab.sh"
sh "$collector" -i 1 list 20000 >out || fail 'list'
# shellcheck disable=SC2046 # three words
set -- $(sed -n 's/.*: \([0-9]*\) samples of .* \([0-9]*\) MB to carry away, \([0-9]*\) s of CPU.*/\1 \2 \3/p' out)
test $# -eq 3 || fail "no estimate: $(cat out)"
foretold_mb=$2 foretold_s=$3
test "$1" -eq 20000 || fail "$1 samples, not 20000"

collect -k -i 1 25 >out 2>&1 || fail "status $?: $(cat out)"
find_capture
# CPU time of the shell and its commands between the first sample and the last.
awk -v foretold="$foretold_s" '
	function seconds(text) { split(text, part, "[ms]"); return part[1] * 60 + part[2] }
	/^#seep> / { n = $2 }
	/^[a-z]*-cpu: / { spent = seconds($2) + seconds($3); sum[n] += spent; if (!first) first = n }
	END {
		measured = (sum[n] - sum[first]) / (n - first) * 20000
		printf "CPU time: %d s foretold, %d s by what %d samples took\n", foretold, measured, n - first
		exit !(n > first + 5 && measured > foretold / 4 && measured < foretold * 4)
	}' "$capture/samples/self.log" || fail 'CPU time'
# Logs compressed as closed pieces are; the texts before and after are not part of a sample.
count=$(grep -c '^#seep<' "$capture/samples/self.log")
size=0
for log in "$capture"/samples/*.log; do
	size=$(($size + $(gzip -c "$log" | wc -c)))
done
awk -v size="$size" -v n="$count" -v foretold="$foretold_mb" 'BEGIN {
	measured = size / n * 20000 / 1048576
	printf "archive: %d MB foretold, %d MB by what %d samples took\n", foretold, measured, n
	exit !(measured > foretold / 4 && measured < foretold * 4)
}' || fail 'size of the archive'

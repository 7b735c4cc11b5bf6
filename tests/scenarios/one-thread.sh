# Packed captures are inflated ahead by a second thread, and the many series of a long one are judged by two; without them everything must come out the same: of whole archives, of
# such as are cut off, broken, or made of several streams, and of closed pieces inside.
. "$(dirname "$0")/../support/scenario.sh"

sim=$(dirname "$seep")/tests/sim/seep-sim
test -x "$sim" || skip "no seep-sim"

# compare FILE: the report, what was lost, and the exit status.
compare () {
	"$seep" --quiet --all --json two.json "$1"
	status=$?
	"$seep" --quiet --all --json one.json --one-thread "$1"
	test $? -eq $status || fail "$1: another status without the thread"
	test $status -ne 0 || cmp two.json one.json || fail "$1: another report"
	"$seep" inspect "$1" >two.txt
	"$seep" inspect --one-thread "$1" >one.txt
	cmp two.txt one.txt || fail "$1: something else was lost"
}

# damage FROM TO SEED: cut off somewhere, or for even seeds with a bit turned.
damage () {
	python3 - "$@" <<'END'
import random, sys
data, r = bytearray(open(sys.argv[1], "rb").read()), random.Random(int(sys.argv[3]))
at = len(data) - 1 - r.randrange(len(data) // 20)  # where there is a thread
if int(sys.argv[3]) % 2:
    del data[at:]
else:
    data[at] ^= 1 << r.randrange(8)
open(sys.argv[2], "wb").write(data)
END
}

cd "$scratch" || exit 1
for seed in 1 2; do
	system=freebsd
	test $((seed % 2)) -eq 0 && system=linux
	must "$sim" --system $system --samples 1200 --interval 10 --seed $seed --leaks 2 "run$seed"
	must tar -czf "run$seed.tgz" "run$seed"
	compare "run$seed.tgz"
	damage "run$seed.tgz" damaged.tgz "$seed"
	compare damaged.tgz
done

# Several streams behind one another, and a log in packed pieces.
tar -cf - run1 | split -b 9000000 - part.
for part in part.*; do
	gzip -c "$part"
done >streams.tgz
compare streams.tgz
gzip run1/samples/*.log
compare run1
tar -cf pieces.tar run1
compare pieces.tar

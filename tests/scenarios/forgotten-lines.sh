# Lines are compared with those of the frame before and mostly not read again; read anew, each of them, they must say
# the same: over real, simulated and damaged captures.
. "$(dirname "$0")/../support/scenario.sh"

sim=$(dirname "$seep")/tests/sim/seep-sim
test -x "$sim" || skip "no seep-sim"

# damage DIR SEED: of its logs' lines some are dropped, doubled, swapped, cut off, or have a digit changed.
damage () {
	python3 - "$1" "$2" <<'END'
import glob, random, sys
r = random.Random(int(sys.argv[2]))
for name in sorted(glob.glob(sys.argv[1] + "/samples/*.log")):
    lines = open(name, "rb").read().split(b"\n")
    for _ in range(len(lines) // 200 + 3):
        i = r.randrange(len(lines) - 1)
        line, what = lines[i], r.randrange(6)
        at = r.randrange(len(line) + 1)
        if what == 0:
            lines[i : i + r.randrange(1, 4)] = []
        elif what == 1:
            lines.insert(i, line)
        elif what == 2:
            lines[i], lines[i + 1] = lines[i + 1], lines[i]
        elif what == 3:
            lines[i] = line[:at]
        elif what == 4:
            lines[i] = line[:at] + bytes([r.choice(b"0123456789-Z, \0x")]) + line[at + 1 :]
        else:
            lines[i] = line[:at] + bytes([r.choice(b"0123456789 ")]) + line[at:]
    open(name, "wb").write(b"\n".join(lines))
END
}

# report CAPTURE: both ways
report () {
	"$seep" --quiet --all --json remembered.json "$1"
	status=$?
	"$seep" --quiet --all --json forgotten.json --forget-lines "$1"
	test $? -eq $status || fail "$1: another status when lines are forgotten"
}

compare () {
	report "$1"
	test $status -ne 0 || cmp remembered.json forgotten.json || fail "$1: another report"
}

# Where damage takes one of two lines of one name, that sample may count for the one or the other; what is found is the same.
compare_findings () {
	report "$1"
	test $status -ne 0 || python3 - <<'END' || fail "$1: something else is found"
import json, sys
def findings(name):
    report = json.load(open(name))
    return report["verdict"], [(f["id"], f["rank"], f["verdict"]) for f in report["findings"] if f["verdict"] in ("leak", "suspected")]
sys.exit(findings("remembered.json") != findings("forgotten.json"))
END
}

cd "$scratch" || exit 1
for run in "$fixtures"/freebsd-13.2/*/; do
	compare "$run"
done
for seed in 1 2 3 4 5 6; do
	system=freebsd
	test $((seed % 2)) -eq 0 && system=linux
	must "$sim" --system $system --samples 60 --seed $seed --leaks 2 --event restart "run$seed"
	compare "run$seed"
	damage "run$seed" $seed
	compare_findings "run$seed"
done

# Ten times as many processes that come and go, under one name or each under its own, or with longer names, take no more memory.
. "$(dirname "$0")/../support/scenario.sh"

cd "$scratch" || exit 1

# peak PER_SAMPLE LETTERS NAMES: KiB at the most, for 300 samples with so many new processes each; the last word says
# how many names go round: 0 means that each has its own.
peak () {
	python3 - "$seep" "$@" <<'END'
import os, resource, subprocess, sys
per_sample, letters, names = map(int, sys.argv[2:])
os.makedirs("run/samples", exist_ok=True)
with open("run/capture.txt", "w") as f:
    f.write("seep-capture: 1\nhost: h\nsystem: FreeBSD\nrelease: 13.2-RELEASE\ninterval_s: 10\n")
count = 0
with open("run/samples/ps.log", "w") as f:
    for seq in range(1, 301):
        s = seq * 10
        f.write("#seep> %d 2026-11-22T%02d:%02d:%02dZ ps\n" % (seq, s // 3600, s // 60 % 60, s % 60))
        f.write("  PID  PPID  RSS    VSZ     TIME COMMAND\n    1     0 1000  12000  0:00.%02d init\n" % (seq % 100))
        for _ in range(per_sample):
            count += 1
            name = count % names if names > 0 else count
            f.write("%5d     1  800   9000  0:00.01 %s%d\n" % (1000 + count % 90000, "j" * letters, name))
        f.write("\n#seep< %d 0\n" % seq)
environment = dict(os.environ, ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1")
subprocess.run([sys.argv[1], "-q", "--json", "r.json", "-o", "r.html", "run"], env=environment, check=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(peak // 1024 if sys.platform == "darwin" else peak)
END
}

# grows_less_than PERCENT KIB KIB WHAT
grows_less_than () {
	test $(($3 * 100)) -lt $(($2 * (100 + $1))) || fail "$4: $2 KiB became $3"
}

one_name=$(peak 20 8 1)
test "$one_name" -gt 0 || fail "no peak was measured"
grows_less_than 20 "$one_name" "$(peak 200 8 1)" 'ten times as many processes of one name'
own_names=$(peak 80 8 0)
grows_less_than 20 "$own_names" "$(peak 800 8 0)" 'ten times as many names'
few_names=$(peak 80 8 500)
grows_less_than 20 "$few_names" "$(peak 80 400 500)" 'names fifty times as long'

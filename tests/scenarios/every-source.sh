# The same capture as a directory, as archives of several kinds and on standard input: the same findings.
. "$(dirname "$0")/../support/scenario.sh"

cp -R "$fixtures/freebsd-13.2/userland-leak" "$scratch/run"
cd "$scratch" || exit 1
must tar -czf run.tgz run
must tar -cJf run.tar.xz run
must tar -cf run.tar run
command -v zip >/dev/null && must zip -qr run.zip run

# Everything but what names or measures the source itself.
findings () {
	python3 -c '
import json, sys
r = json.load(open(sys.argv[1]))
for key in "source", "bytes_read":
    del r["capture"][key]
json.dump(r, sys.stdout, indent=1)' "$1"
}

must "$seep" --quiet --all --json dir.json run
findings dir.json >expected
for capture in run.tgz run.tar.xz run.tar run.zip; do
	[ -e "$capture" ] || continue
	must "$seep" --quiet --all --json other.json "$capture"
	findings other.json >got
	diff expected got >&2 || fail "$capture differs from the directory"
done
must "$seep" --quiet --all --json other.json - <run.tgz
findings other.json >got
diff expected got >&2 || fail "standard input differs from the directory"

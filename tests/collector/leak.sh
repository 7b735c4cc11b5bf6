# A leak on a box that is not here: one process of the replayed ps grows by 400 KB with each second of the clock, everything
# else stands still. From the collector through the archive to the finding that names it.
. "$(dirname "$0")/lab.sh"
test -n "${SEEP-}" || skip 'no seep was named'
be_box freebsd-13
mkdir replayed
ln -s "$top/fixtures/boxes/replay" replayed/ps
SEEP_LAB=$scratch SEEP_LAB_START=$(date +%s)
export SEEP_LAB SEEP_LAB_START
fake ps <<'END'
grown=$((400 * ($(date +%s) - SEEP_LAB_START)))
"$SEEP_LAB/replayed/ps" "$@" | awk -v grown="$grown" '$1 == 456 && $NF == "memhog" { sub($9, $9 + grown); sub($10, $10 + grown) } { print }'
END
collect -i 1 32 >out 2>&1 || fail "status $?: $(cat out)"
"$SEEP" --quiet --json r.json seep-*.tgz || fail "seep: status $?"
python3 - <<'END' || fail "the finding: $(cat r.json)"
import json, sys
first = json.load(open("r.json"))["findings"][0]
right = first["name"] == "memhog" and first["pid"] == 456 and first["verdict"] == "leak"
sys.exit(not (right and abs(first["slope_per_s"] / (400 * 1024) - 1) <= .10))
END

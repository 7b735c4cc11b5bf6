# Sourced by the scenario scripts: sets $seep, $fixtures, a scratch folder that goes away, and a few words to
# say what must hold. A scenario ends with status 0, or says what did not hold and ends with 1; 77 is "skipped".
seep=$1
fixtures=$2
LC_ALL=C
export LC_ALL
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail () {
	echo "FAILED: $*" >&2
	exit 1
}

skip () {
	echo "skipped: $*"
	exit 77
}

# must COMMAND...: it ends with status 0.
must () {
	"$@" || fail "status $? of: $*"
}

# json FILE EXPRESSION: the value of a Python expression over the report r.
json () {
	python3 -c '
import json, sys
r = json.load(open(sys.argv[1]))
print(eval(sys.argv[2]))' "$1" "$2"
}

# holds FILE EXPRESSION: the expression over the report r is true.
holds () {
	[ "$(json "$1" "bool($2)")" = True ] || fail "$2 does not hold in $1: $(json "$1" "r['verdict']")"
}

# The text of the collector: shellcheck is content, and nothing is in it that old shells do not have.
. "$(dirname "$0")/lab.sh"
# Lines that are no comment.
code=$scratch/code
sed 's/^[[:space:]]*#.*//' "$collector" >"$code"
absent () {
	if grep -nE "$1" "$code" | grep -v '^[0-9]*:[[:space:]]*s/'; then
		fail "$2"
	fi
}
absent '(^|[^a-z_])(local|typeset|declare|eval|source|mktemp|usleep)[[:space:]]' 'not in every sh'
absent '\$\(\([a-z]' 'bare names in arithmetic leak memory in old FreeBSD shells'
absent '\[\[|\$\{[a-z_]*:[0-9]|<\(|&>|\$RANDOM|%N' 'not POSIX'
absent '^[[:space:]]*: >' 'a failing : >FILE ends the shell'
if LC_ALL=C grep -n '[^ -~	]' "$collector"; then
	fail 'bytes that a shell in the C locale may refuse'
fi
command -v shellcheck >/dev/null || skip 'no shellcheck (the rest holds)'
shellcheck -s sh "$collector" || fail shellcheck

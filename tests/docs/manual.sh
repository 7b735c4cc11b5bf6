#!/bin/sh
# manual.sh SEEP ROOT: docs/seep.1 names the commands and options that the program has, and no others.
set -u
seep=$1
manual=$2/docs/seep.1
LC_ALL=C
export LC_ALL
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

# Both lists must be the same: < is only in the manual, > only in the program.
compare () {
	sort -u "$scratch/manual" >"$scratch/a"
	sort -u "$scratch/program" >"$scratch/b"
	test -s "$scratch/b" || { echo "no $1 found in the program" >&2; failed=1; }
	diff "$scratch/a" "$scratch/b" || { echo "$1: the manual and the program differ" >&2; failed=1; }
}

# "seep [report] [options] …" and "seep NAME …" of the usage.
"$seep" --help >"$scratch/help" || exit
sed -n 's/^  seep \[\{0,1\}\([a-z]*\).*/\1/p' "$scratch/help" >"$scratch/program"
commands=$(cat "$scratch/program")
sed -n 's/^\.It Cm \([a-z]*\)$/\1/p' "$manual" >"$scratch/manual"
compare commands

# Each option with its letter and its argument, as "-o --output FILE" in both.
for command in $commands; do
	"$seep" "$command" --help
done | sed -n 's/^  \(-[A-Za-z], \)\{0,1\} *\(--[a-z-]*\)\( [A-Z]\{1,\}\)\{0,1\}  .*/\1\2\3/p' |
	tr -d , >"$scratch/program"
sed -n '/^\.It Fl /{
	s/^\.It //
	s/Fl /-/g
	s/Ar \([a-z]*\) , /, /
	s/ Ar \([a-z]*\)$/ \1/
	s/ ,//
	p
}' "$manual" | awk '$NF !~ /^-/ { $NF = toupper($NF) } { print }' >"$scratch/manual"
compare options

# Exit statuses.
sed -n 's/^\.It \([0-9]*\)$/\1/p' "$manual" >"$scratch/manual"
sed -n 's/.*STATUS_[A-Z_]* [= ]*\([0-9][0-9]*\).*/\1/p' "$2/analyzer/main/status.h" "$2/analyzer/base/die.h" \
	>"$scratch/program"
compare 'exit statuses'

if command -v mandoc >/dev/null; then
	for page in "$2"/docs/*.1; do
		mandoc -Tlint -Wwarning "$page" || failed=1
	done
fi
exit $failed

#!/bin/sh
# examples.sh SEEP ROOT: every command line that README and docs show for seep runs, in an empty folder that has the
# captures of the examples.
set -u
seep=$1
root=$2
LC_ALL=C
export LC_ALL
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Lines of code blocks that begin with seep, "$ seep" or something that is piped into it, and .Dl lines of the manuals.
for text in "$root"/README.md "$root"/docs/*.md; do
	awk '/^```/ { code = !code; next } code' "$text" | sed -n 's/^\$ //; /^seep [^<[]/p' |
		grep -v -e 'CAPTURE' -e 'IN OUT' -e 'REPORT'
done >"$scratch/examples"
sed -n 's/^\.Dl \$ //p' "$root/docs/seep.1" >>"$scratch/examples"
test "$(wc -l <"$scratch/examples")" -ge 8 || { echo "hardly any example found" >&2; exit 1; }

mkdir "$scratch/bin" "$scratch/cwd"
ln -s "$seep" "$scratch/bin/seep"
# The other machine of the examples is a folder.
printf '#!/bin/sh\nshift\ncd %s/cwd && "$1" "${2##*/}"\n' "$scratch" >"$scratch/bin/ssh"
chmod +x "$scratch/bin/ssh"
PATH=$scratch/bin:$PATH
export PATH
cd "$scratch/cwd" || exit
ln -s "$root/fixtures" fixtures
(cd "$root/fixtures/freebsd-13.2" && tar cf - userland-leak | gzip) >fw1.tgz
cp fw1.tgz fw1-resumed.tgz

failed=0
while read -r line; do
	sh -c "$line" >../out 2>&1 </dev/null
	status=$?
	case $status/$line in
	0/* | 1/*--exit-code*) ;;
	*)
		echo "status $status: $line"
		cat ../out
		failed=1
		;;
	esac
done <"$scratch/examples"
exit $failed

# Sourced by the collector's tests, which are called with SHELL (dash, busybox, bash …) first: sets $collector, makes the shell
# under test the "sh" of PATH (the collector starts itself anew with it), and a scratch folder that goes away, which is the
# working directory. A test ends with status 0, or says what did not hold and ends with 1; 77 is "skipped".
shell=$1
tests=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$tests/../.." && pwd)
collector=$top/collector/seep-collect
LC_ALL=C
export LC_ALL

fail () {
	echo "FAILED ($shell): $*" >&2
	exit 1
}

skip () {
	echo "skipped: $*"
	exit 77
}

command -v "$shell" >/dev/null || skip "no $shell here"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/shell"
ln -s "$(command -v "$shell")" "$scratch/shell/sh"
PATH=$scratch/shell:$PATH
cd "$scratch" || exit 1

# be_box NAME: from here on the machine is the box of that name in fixtures/boxes.
be_box () {
	SEEP_BOX=$top/fixtures/boxes/$1
	export SEEP_BOX
	# Commands that one of the boxes has are not there on the others, even if this machine has them.
	for file in "$top"/fixtures/boxes/*/*; do
		name=${file##*/}
		ln -sf "$top/fixtures/boxes/replay" "$scratch/bin/${name%%_*}"
	done
	ln -sf "$top/fixtures/boxes/replay" "$scratch/bin/last"
	ln -sf "$top/fixtures/boxes/replay" "$scratch/bin/dmesg"
	ln -sf "$top/fixtures/boxes/replay" "$scratch/bin/getconf"
	# There is no renice either: a test at the lowest priority would starve on a busy machine.
	ln -sf "$top/fixtures/boxes/replay" "$scratch/bin/ionice"
	ln -sf "$top/fixtures/boxes/replay" "$scratch/bin/renice"
	if test ! -f "$SEEP_BOX/fsync"; then
		rm "$scratch/bin/fsync"
	fi
	PATH=$scratch/bin:$PATH
}

# fake NAME: a command that does what standard input says.
fake () {
	rm -f "$scratch/bin/$1"
	{
		echo '#!/bin/dash'
		cat
	} >"$scratch/bin/$1"
	chmod +x "$scratch/bin/$1"
	case :$PATH: in
	*:"$scratch/bin":*) ;;
	*) PATH=$scratch/bin:$PATH ;;
	esac
}

# collect ARGS…: runs the collector, memory-backed scratch folders allowed.
collect () {
	sh "$collector" -f "$@"
}

# The capture below the working directory: sets capture.
find_capture () {
	set -- seep-*[0-9]Z
	test -d "$1" || fail "no capture directory: $(ls)"
	capture=$scratch/$1
}

# wait_until SECONDS TEST…: until the test holds.
wait_until () {
	left=$(($1 * 10))
	shift
	until "$@" 2>/dev/null; do
		left=$(($left - 1))
		test "$left" -gt 0 || fail "did not come about: $*"
		nap 0.1
	done
}

# A pause of the test itself, whatever sleep is faked.
real_sleep=$(command -v sleep)
nap () {
	"$real_sleep" "$1"
}

# has FILE: the capture has it, and something in it.
has () {
	set -- "$1" seep-*[0-9]Z
	test -s "$2/$1"
}

# has_samples N: the capture has N samples at least.
has_samples () {
	set -- "$1" seep-*[0-9]Z/samples/self.log
	test -f "$2" && test "$(grep -c '^#seep<' "$2")" -ge "$1"
}

# frames_are_whole DIR [TORN]: every frame of every log is whole, but for TORN of them.
frames_are_whole () {
	torn=0
	for log in "$1"/samples/*.log; do
		test -f "$log" || continue
		name=${log##*/}
		name=${name%.log}
		torn=$(($torn + $(awk -v name="$name" '
			/^#seep> [0-9]+ [0-9TZ:-]+ / && $4 == name && $2 > seq { torn += open; open = 1; seq = $2 }
			/^#seep< / && open && $2 == seq { open = 0 }
			END { print torn + open }' "$log")))
	done
	test "$torn" -le "${2:-0}" || fail "$torn torn frames in $1"
}

# must_end REASON: the capture's last word.
must_end () {
	grep -q "^reason: $1\$" "$capture/end.txt" || fail "not ended by $1: $(cat "$capture/end.txt" 2>&1)"
}

# hurry: with an interval of 7 s, samples follow each other without a pause; longer waits stay.
hurry () {
	fake sleep <<-END
		test "\$1" -gt 7 || exit 0
		exec $real_sleep "\$1"
	END
}

# start ARGS…: runs the collector beside the test; sets pid.
start () {
	sh "$collector" -f "$@" >out 2>&1 &
	pid=$!
}

# The analyzer, where it is built ($SEEP), agrees that the capture has N samples at least.
seep_reads () {
	test -n "${SEEP-}" && test -x "$SEEP" || return 0
	"$SEEP" inspect "$1" >inspected 2>&1 || fail "seep cannot read $1: $(cat inspected)"
	count=$(sed -n 's/^samples *\([0-9]*\),.*/\1/p' inspected)
	test "${count:-0}" -ge "$2" || fail "seep sees ${count:-no} samples, not $2"
}

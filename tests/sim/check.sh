#!/bin/sh
# seep-sim keeps its promises: same seed, same bytes; numbers that add up; text that seep reads without loss.
# Usage: check.sh SEEP FIXTURES SEEP-SIM
. "$(dirname "$0")/../support/scenario.sh"
sim=$3

must "$sim" --seed 5 --leaks 3 --samples 40 "$scratch/one"
must "$sim" --seed 5 --leaks 3 --samples 40 "$scratch/two"
must diff -r "$scratch/one" "$scratch/two"
must diff "$scratch/one.truth.txt" "$scratch/two.truth.txt"

# Every page is free, active, inactive, in the laundry or wired.
awk '/^vm.stats.vm.v_(free|active|inactive|laundry|wire)_count/ { sum += $2 }
	/^vm.stats.vm.v_page_count/ { total = $2 }
	/^#seep</ { if (sum != total) bad = 1; sum = 0 }
	END { exit bad }' "$scratch/one/samples/memory.log" || fail "pages do not add up"

# What malloc(9) types hold in small items is in the zones of malloc(9), to a kilobyte for each type.
zones=$(awk -F'[:,]' '/^#seep</ { exit } /^malloc-/ { sum += $2 * $4 } END { print int(sum / 1024) }' \
	"$scratch/one/samples/vmstat-z.log")
types=$(awk '/^#seep</ { exit }
	{ for (i = 2; i <= NF; i++) if ($i ~ /^[0-9]+K$/ && i + 2 <= NF) { sum += $i; count++ } }
	END { print sum - count }' "$scratch/one/samples/vmstat-m.log")
[ "$zones" -gt 1000 ] && [ "$types" -le "$zones" ] || fail "types: $types K, zones: $zones K"

# what_holds EXPRESSION OPTION...: of a capture with these options the expression over seep's report is true.
run=0
what_holds () {
	expression=$1
	shift
	run=$((run + 1))
	must "$sim" --samples 60 "$@" "$scratch/$run"
	must "$seep" --quiet --all --json "$scratch/$run.json" "$scratch/$run"
	holds "$scratch/$run.json" "$expression"
}
for system in freebsd linux; do
	what_holds "r['capture']['damage'] == [] and r['capture']['complete']" --system $system
	what_holds "r['capture']['boots'] == 2" --system $system --event reboot
	what_holds "not r['capture']['complete'] and r['capture']['samples'] >= 59" --system $system --event abort
	what_holds "r['capture']['samples'] == 60" --system $system --event gap --event jitter
done
what_holds "[f for f in r['findings'] if f['name'] == 'probe'][0]['start'] > 0" --family 26
what_holds "len([f for f in r['findings'] if f['name'].startswith('probe ')]) == 50" --mix 50

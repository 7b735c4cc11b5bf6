#!/bin/sh
# Machines that seep-sim made up, as a capture of ours and in the ways other people keep their outputs: the same entities, values and verdicts.
# Usage: layouts.sh SEEP FIXTURES SEEP-SIM
. "$(dirname "$0")/../support/scenario.sh"
relayout=$(cd "$(dirname "$0")/../support" && pwd)/relayout
sim=$3
cd "$scratch" || exit 1

# What was found, without what is known of a capture only by its own account.
findings () {
	python3 -c '
import json, sys
r = json.load(open(sys.argv[1]))
json.dump({ "verdict": r["verdict"], "memory": r["memory"], "findings": r["findings"],
	"samples": r["capture"]["samples"] }, sys.stdout, indent=1)' "$1"
}

# same_in FORMS OPTION...: of a machine with these options the findings are the same in each of the forms.
same_in () {
	forms=$1
	shift
	rm -rf ours ours.truth.txt
	must "$sim" --samples 40 "$@" ours
	must "$seep" --quiet --all --json ours.json ours
	findings ours.json >expected
	holds ours.json "len(r['findings']) > 100"
	for form in $forms; do
		rm -rf theirs
		must "$relayout" "$form" ours theirs
		must "$seep" --quiet --all --json theirs.json theirs
		findings theirs.json >got
		diff expected got | head -20 >difference
		test ! -s difference || { cat difference >&2; fail "$* as $form differs"; }
	done
}
for system in freebsd linux; do
	same_in 'log files folders osw transcript html' --system $system --seed 3 --leaks 2
	same_in 'log transcript' --system $system --seed 8 --leak process --event reboot
	same_in 'log mtime transcript' --system $system --seed 21 --uptime fresh --event gap --event jitter
	same_in 'log transcript' --system $system --seed 34 --leaks 3 --interval 7
done

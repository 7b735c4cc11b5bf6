# Sourced by the tests of the page: makes the pages that they look at, in $scratch.
. "$(dirname "$0")/../support/scenario.sh"

must "$seep" --quiet -o "$scratch/leak.html" "$fixtures/freebsd-13.2/userland-leak"
must "$seep" --quiet -o "$scratch/idle.html" "$fixtures/freebsd-13.2/idle"
must "$3" >"$scratch/hostile.html"

# Two captures of a real FreeBSD 13.2 whose truth is known: a process that leaks 102,400 bytes a second, and an
# idle, freshly booted machine on which a dozen caches are still filling.
. "$(dirname "$0")/../support/scenario.sh"

leak=$scratch/leak.json
must "$seep" --quiet --json "$leak" "$fixtures/freebsd-13.2/userland-leak"
holds "$leak" "r['verdict']['class'] == 'leak'"
holds "$leak" "r['findings'][0]['name'] == 'memhog' and r['findings'][0]['verdict'] == 'leak'"
# The malloc payload is 102,400 bytes/s; the RSS column grows 3.7 % faster.
holds "$leak" "abs(r['findings'][0]['slope_per_s'] / 102400 - 1) <= .05"
holds "$leak" "(r['findings'][0]['slope_high_per_s'] - r['findings'][0]['slope_low_per_s']) / 2 <= .25 * r['findings'][0]['slope_per_s']"

idle=$scratch/idle.json
must "$seep" --quiet --json "$idle" "$fixtures/freebsd-13.2/idle"
holds "$idle" "r['verdict']['class'] == 'none'"
holds "$idle" "r['findings'] == []"

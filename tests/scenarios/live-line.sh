# The whole line on this very machine, short: a leaking program, the collector, the analyzer. It checks that the
# parts fit together; a run this short proves nothing about verdicts.
. "$(dirname "$0")/../support/scenario.sh"

cd "$scratch" || exit 1
collector=$(dirname "$fixtures")/collector/seep-collect
[ -f "$collector" ] || skip "no collector yet"
must sh "$collector" -f -i 1 8 >/dev/null
set -- seep-*.tgz
[ -f "$1" ] || fail "no archive"
must "$seep" -o r.html --json r.json "$1" >text
holds r.json "r['capture']['state'] == 'complete' and r['capture']['complete']"
holds r.json "r['capture']['samples'] >= 2"
holds r.json "r['verdict']['class'] in ('insufficient', 'none', 'suspected', 'leak')"
[ -s text ] || fail "no verdict on the terminal"
grep -q '</html>' r.html || fail "the page is not whole"

# In a browser: no error on the console, nothing requested, the script at work, and no row that was not there without it.
. "$(dirname "$0")/pages.sh"

browser=
for name in chromium chromium-browser google-chrome; do
	[ -z "$browser" ] && command -v "$name" >/dev/null && browser=$name
done
[ -n "$browser" ] || skip "there is no chromium here"

# look NAME: what the page has become, in NAME.dom; what it said, in NAME.console; what it asked for, in NAME.asked.
look () {
	name=$1
	HOME=$scratch timeout 120 "$browser" --headless=new --no-sandbox --disable-gpu --no-first-run \
		--disable-background-networking --disable-component-update --disable-sync --disable-extensions \
		--user-data-dir="$scratch/profile" --enable-logging=stderr --log-net-log="$scratch/net.json" \
		--dump-dom "file://$scratch/$name.html" >"$scratch/$name.dom" 2>"$scratch/$name.log" ||
		skip "the browser does not run here"
	[ -s "$scratch/$name.dom" ] || skip "the browser shows nothing here"
	grep CONSOLE "$scratch/$name.log" >"$scratch/$name.console"
	# What the browser does on its own account has no origin.
	grep -o '"initiator":"[^"]*"' "$scratch/net.json" | grep -v 'not an origin' >"$scratch/$name.asked"
}

# First a page that does both, so that silence below means something.
printf '<!DOCTYPE html><img src="http://127.0.0.1:9/x"><script>console.error("loud")</script>' >"$scratch/loud.html"
look loud
[ -s "$scratch/loud.console" ] || skip "this browser does not tell its console"
[ -s "$scratch/loud.asked" ] || skip "this browser does not tell its requests"

for page in leak idle hostile; do
	look "$page"
	[ -s "$scratch/$page.console" ] && fail "the console of $page: $(cat "$scratch/$page.console")"
	[ -s "$scratch/$page.asked" ] && fail "$page asks the network"
	grep -q '<th[^>]*><button type="button"' "$scratch/$page.dom" || fail "the script does nothing in $page"
	[ "$(grep -o '<tr' "$scratch/$page.dom" | wc -l)" -eq "$(grep -o '<tr' "$scratch/$page.html" | wc -l)" ] ||
		fail "$page has other rows without its script"
done

# Sorting, folding, filtering, reading a chart, on a copy whose policy lets the reader's script in.
{
	sed 's/<meta http-equiv="Content-Security-Policy"[^>]*>//' "$scratch/leak.html"
	printf '<script>\n'
	cat "$(dirname "$0")/behaviour.js"
	printf '</script>\n'
} >"$scratch/reader.html"
look reader
[ -s "$scratch/reader.console" ] && fail "$(cat "$scratch/reader.console")"
grep -q 'data-behaves="yes"' "$scratch/reader.dom" || fail "the reader did not come to the end"
exit 0

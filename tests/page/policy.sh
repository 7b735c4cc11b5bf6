# The policy of a page lets through its own style and script, by their digests, and nothing else; the page is
# well-formed.
. "$(dirname "$0")/pages.sh"

for page in leak idle hostile; do
	python3 - "$scratch/$page.html" <<'END' || fail "the policy of the page $page"
import base64, hashlib, re, sys

page = open(sys.argv[1], encoding="utf-8", newline="").read()
policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', page).group(1)


def digest(tag):
    text = re.search("<%s>(.*?)</%s>" % (tag, tag), page, re.S).group(1)
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


expected = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "img-src": "data:",
    "style-src": "'%s'" % digest("style"),
    "script-src": "'%s'" % digest("script"),
}
found = dict(part.strip().split(" ", 1) for part in policy.split(";"))
if found != expected:
    sys.exit("found %s, not %s" % (found, expected))
END
	# Without the script everything is there: the page itself hides nothing.
	if grep -qE '<[a-z]+[^>"]*("[^"]*"[^>"]*)* hidden[ >=]' "$scratch/$page.html"; then
		fail "the page $page hides something before its script runs"
	fi
	if command -v xmllint >/dev/null; then
		# libxml knows the elements of HTML 4 only; reading piece by piece it stumbles over "/>" between two pieces.
		xmllint --html --noout --memory "$scratch/$page.html" 2>&1 |
			grep error | grep -v 'Tag [a-z]* invalid' >"$scratch/errors"
		[ -s "$scratch/errors" ] && fail "the page $page: $(cat "$scratch/errors")"
	fi
done
exit 0

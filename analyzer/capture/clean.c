#include "capture/clean.h"

#include <string.h>

#include "base/eight.h"
#include "base/limits.h"
#include "base/num.h"

#include "base/banned.h"

#define ESCAPE '\x1b'
#define STEP_BYTES_MAX 200 /* what one sequence may add: the width of a terminal */

/* ---- what there is to undo ---- */

static bool
is_tag_start(struct str after)
{
	char c = after.len > 0 ? after.ptr[0] : '\0';
	return c == '/' || c == '!' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Entities, and no < that is none of a tag: raw output has one soon (<defunct> looks like a tag, but stands without entities). */
static bool
looks_like_html(struct str head)
{
	if (!str_has(head, "&lt;") && !str_has(head, "&gt;") &&
	    !str_has(head, "&nbsp;") && !str_has(head, "&amp;") &&
	    !str_has(head, "<pre") && !str_has(head, "<br"))
		return false;
	size_t at;
	for (struct str rest = head; str_char(rest, '<', &at);
	     rest = str_skip(rest, at + 1))
		if (!is_tag_start(str_skip(rest, at + 1)))
			return false;
	return true;
}

static struct str
indentation(struct str line)
{
	size_t len = 0;
	while (len < line.len && (line.ptr[len] == ' ' || line.ptr[len] == '\t'))
		len++;
	return str_from_to(line, 0, len);
}

static struct str
common_start(struct str a, struct str b)
{
	size_t len = 0;
	while (len < a.len && len < b.len && a.ptr[len] == b.ptr[len])
		len++;
	return str_from_to(a, 0, len);
}

static bool
is_blank(struct str line)
{
	return str_trim(line).len == 0;
}

/* What every line of some length begins with: a mail's "> ", a margin, or an indentation. */
static struct str
quoting(struct str head)
{
	static const char *const signs[] = { "> ", "| ", ">" };
	struct str rest = head, indent = STR("");
	size_t lines = 0, signed_lines[3] = { 0 };
	while (rest.len > 0) {
		struct str line = str_cut(&rest, '\n');
		bool whole = rest.ptr != NULL; /* a newline was cut off */
		if (is_blank(line) || (!whole && lines > 0))
			continue;
		indent = lines == 0 ? indentation(line)
				    : common_start(indent, indentation(line));
		lines++;
		for (size_t i = 0; i < 3; i++)
			signed_lines[i] += str_starts(line, signs[i]) ||
					   (line.len == 1 && line.ptr[0] == *signs[i]);
	}
	for (size_t i = 0; i < 3; i++)
		if (lines > 2 && signed_lines[i] == lines)
			return str_from(signs[i]);
	return lines > 2 ? indent : STR("");
}

struct stains
clean_look(struct str head)
{
	return (struct stains){ .html = looks_like_html(head),
		.escapes = head.len > 0 && memchr(head.ptr, ESCAPE, head.len) != NULL,
		.quote = quoting(head) };
}

/* ---- undoing ---- */

/* Length of the escape sequence at the start of s; *blanks: how far it moves to the right, *home: it starts a screen. */
static size_t
escape_length(struct str s, int64_t *blanks, bool *home)
{
	*blanks = 0;
	*home = false;
	if (s.len < 2)
		return s.len;
	if (s.ptr[1] == ']') { /* a title: up to BEL or ESC \ */
		for (size_t i = 2; i < s.len; i++) {
			if (s.ptr[i] == '\a')
				return i + 1;
			if (s.ptr[i] == ESCAPE)
				return i + 2 < s.len ? i + 2 : s.len;
		}
		return s.len;
	}
	if (strchr("()*+#%", s.ptr[1]) != NULL && s.ptr[1] != '\0')
		return s.len < 3 ? s.len : 3;
	if (s.ptr[1] != '[')
		return 2;
	size_t i = 2;
	while (i < s.len && (unsigned char)s.ptr[i] >= 0x20 && s.ptr[i] < '@')
		i++;
	if (i == s.len)
		return i;
	struct str number = str_from_to(s, 2, i);
	if (s.ptr[i] == 'C' && (!num_i64(number, blanks) || *blanks < 0))
		*blanks = 1;
	if (*blanks > STEP_BYTES_MAX)
		*blanks = STEP_BYTES_MAX;
	*home = s.ptr[i] == 'H' || s.ptr[i] == 'J';
	return i + 1;
}

struct entity_name {
	const char *name;
	char c;
};

/* &lt; and its like at the start of s; 0: none. */
static size_t
entity_length(struct str s, char *c)
{
	static const struct entity_name names[] = { { "&lt;", '<' }, { "&gt;", '>' },
		{ "&amp;", '&' }, { "&quot;", '"' }, { "&apos;", '\'' },
		{ "&nbsp;", ' ' } };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (str_starts(s, names[i].name)) {
			*c = names[i].c;
			return strlen(names[i].name);
		}
	}
	size_t end;
	int64_t code;
	if (!str_starts(s, "&#") || !str_char(s, ';', &end) || end > 6)
		return 0;
	struct str number = str_from_to(s, 2, end);
	if (str_is(number, "x27"))
		code = '\'';
	else if (str_is(number, "xA0") || str_is(number, "xa0"))
		code = ' ';
	else if (!num_i64(number, &code))
		return 0;
	if (code == 160)
		code = ' ';
	if (code < ' ' || code > '~')
		return 0;
	*c = (char)code;
	return end + 1;
}

/* A tag's length from its < on; 0: it is none. */
static size_t
tag_length(struct str s)
{
	size_t end;
	if (!is_tag_start(str_skip(s, 1)) || !str_char(s, '>', &end))
		return 0;
	return end + 1;
}

/* From the blank to the tilde, all of it: as most lines are. */
static bool
is_plain(struct str line)
{
	size_t i = 0;
	if (line.len < 8)
		return false;
	while (i + 8 <= line.len && eight_odd(eight_at(line.ptr + i)) == 0)
		i += 8;
	return i + 8 > line.len && eight_odd(eight_at(line.ptr + line.len - 8)) == 0;
}

static bool
needs_work(const struct cleaner *c, struct str line)
{
	if (!c->html && is_plain(line))
		return false;
	for (size_t i = 0; i < line.len; i++) {
		unsigned char byte = (unsigned char)line.ptr[i];
		if ((byte < ' ' && byte != '\t') || byte == 0x7f || byte == 0xc2)
			return true;
		if (c->html && (byte == '&' || byte == '<'))
			return true;
	}
	return false;
}

static size_t
clean_step(struct cleaner *c, struct str s, size_t *len)
{
	char byte = s.ptr[0], plain;
	int64_t blanks;
	bool home;
	size_t used;
	if (byte == ESCAPE) {
		used = escape_length(s, &blanks, &home);
		if (home)
			*len = 0;
		memset(c->text + *len, ' ', (size_t)blanks);
		*len += (size_t)blanks;
		return used;
	}
	if (byte == '\r') { /* what follows is written over it */
		if (s.len > 1 && s.ptr[1] != '\r')
			*len = 0;
		return 1;
	}
	if (byte == '\b') {
		*len -= *len > 0;
		return 1;
	}
	if (((unsigned char)byte < ' ' && byte != '\t') || byte == 0x7f)
		return 1;
	if (str_starts(s, "\xc2\xa0")) {
		c->text[(*len)++] = ' ';
		return 2;
	}
	if (c->html && byte == '<' && (used = tag_length(s)) > 0)
		return used;
	if (c->html && byte == '&' && (used = entity_length(s, &plain)) > 0) {
		c->text[(*len)++] = plain;
		return used;
	}
	c->text[(*len)++] = byte;
	return 1;
}

struct str
clean_line(struct cleaner *c, struct str line)
{
	while (line.len > 0 && line.ptr[line.len - 1] == '\r')
		line.len--;
	/* An empty line may have lost the blank behind the sign. */
	size_t quote = line.len < c->quote.len ? line.len : c->quote.len;
	if (quote > 0 && memcmp(line.ptr, c->quote.ptr, quote) == 0)
		line = str_skip(line, quote);
	if (!needs_work(c, line))
		return line;
	/* Only a move to the right makes text longer. */
	size_t len = 0;
	for (size_t at = 0; at < line.len && len < LIMIT_LINE_BYTES;) {
		c->text = arena_grow(
		    c->arena, c->text, &c->capacity, len + STEP_BYTES_MAX, 1);
		at += clean_step(c, str_skip(line, at), &len);
	}
	return (struct str){ c->text, len };
}

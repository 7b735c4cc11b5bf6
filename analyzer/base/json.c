#include "base/json.h"

#include <math.h>

#include "base/die.h"
#include "base/fmt.h"
#include "base/when.h"

#include "base/banned.h"

void
json_init(struct json *j, struct out *out)
{
	*j = (struct json){ .out = out };
}

static void
new_line(struct json *j)
{
	if (j->compact[j->depth]) {
		out_char(j->out, ' ');
		return;
	}
	out_char(j->out, '\n');
	for (int i = 0; i < j->depth; i++)
		out_text(j->out, "  ");
}

/* How many bytes of well-formed UTF-8 stand at p (1 to 4); 0: none. RFC 3629, so no overlong forms or surrogates. */
static size_t
utf8_length(const unsigned char *p, size_t left)
{
	if (p[0] < 0x80)
		return 1;
	size_t len = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	if (p[0] < 0xc2 || p[0] > 0xf4 || left < len)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return len;
}

static void
ascii(struct json *j, unsigned char c)
{
	if (c == '"' || c == '\\')
		out_print(j->out, "\\%c", c);
	else if (c == '\n')
		out_text(j->out, "\\n");
	else if (c == '\t')
		out_text(j->out, "\\t");
	else if (c < 0x20 || c == 0x7f ||
		 (j->script && (c == '<' || c == '>' || c == '&')))
		out_print(j->out, "\\u%04x", c);
	else
		out_char(j->out, (char)c);
}

static void
quoted(struct json *j, struct str s)
{
	const unsigned char *p = (const unsigned char *)s.ptr;
	out_char(j->out, '"');
	for (size_t i = 0; i < s.len;) {
		size_t len = utf8_length(p + i, s.len - i);
		if (len == 1)
			ascii(j, p[i]);
		else if (len == 0)
			out_text(j->out, "\xef\xbf\xbd");
		else
			out_bytes(j->out, p + i, len);
		i += len == 0 ? 1 : len;
	}
	out_char(j->out, '"');
}

static void
begin(struct json *j, const char *key)
{
	if (j->depth > 0) {
		if (j->filled[j->depth])
			out_char(j->out, ',');
		new_line(j);
		j->filled[j->depth] = true;
	}
	if (key != NULL) {
		quoted(j, str_from(key));
		out_text(j->out, ": ");
	}
}

static void
down(struct json *j, char bracket)
{
	assert(j->depth + 1 < JSON_DEPTH);
	out_char(j->out, bracket);
	bool compact = j->compact[j->depth];
	j->depth++;
	j->filled[j->depth] = false;
	j->compact[j->depth] = compact;
}

static void
up(struct json *j, char bracket)
{
	assert(j->depth > 0);
	bool filled = j->filled[j->depth];
	bool compact = j->compact[j->depth];
	j->depth--;
	if (filled && compact)
		out_char(j->out, ' ');
	else if (filled)
		new_line(j);
	out_char(j->out, bracket);
	if (j->depth == 0)
		out_char(j->out, '\n');
}

void
json_object(struct json *j, const char *key)
{
	begin(j, key);
	down(j, '{');
}

void
json_array(struct json *j, const char *key)
{
	begin(j, key);
	down(j, '[');
}

void
json_object_end(struct json *j)
{
	up(j, '}');
}

void
json_array_end(struct json *j)
{
	up(j, ']');
}

void
json_str(struct json *j, const char *key, struct str value)
{
	begin(j, key);
	quoted(j, value);
}

void
json_text(struct json *j, const char *key, const char *value)
{
	if (value == NULL)
		json_null(j, key);
	else
		json_str(j, key, str_from(value));
}

void
json_i64(struct json *j, const char *key, int64_t value)
{
	begin(j, key);
	out_i64(j->out, value);
}

void
json_double(struct json *j, const char *key, double value)
{
	char text[FMT_SIZE];
	begin(j, key);
	out_text(j->out, isfinite(value) ? fmt_double(text, value) : "null");
}

void
json_rounded(struct json *j, const char *key, double value)
{
	begin(j, key);
	if (isfinite(value))
		out_print(j->out, "%.4g", value);
	else
		out_text(j->out, "null");
}

void
json_bool(struct json *j, const char *key, bool value)
{
	begin(j, key);
	out_text(j->out, value ? "true" : "false");
}

void
json_null(struct json *j, const char *key)
{
	begin(j, key);
	out_text(j->out, "null");
}

void
json_time(struct json *j, const char *key, int64_t at_ms)
{
	char text[WHEN_TEXT_SIZE];
	if (at_ms == WHEN_UNKNOWN)
		json_null(j, key);
	else
		json_text(j, key, when_text(at_ms, text));
}

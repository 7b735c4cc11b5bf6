#include "render/utf8.h"

#include "base/banned.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

static size_t
sequence_length(unsigned char first)
{
	return first < 0x80                    ? 1
	       : first >= 0xc2 && first < 0xe0 ? 2
	       : first >= 0xe0 && first < 0xf0 ? 3
	       : first >= 0xf0 && first < 0xf5 ? 4
					       : 0;
}

/* Not the shortest form, a surrogate, or beyond Unicode. */
static bool
is_forbidden(uint32_t code, size_t len)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	return code < least[len] || code > 0x10ffff ||
	       (code >= 0xd800 && code < 0xe000);
}

struct utf8_char
utf8_next(struct str *text)
{
	static const unsigned char masks[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	const unsigned char *at = (const unsigned char *)text->ptr;
	size_t len = sequence_length(at[0]);
	struct utf8_char c = { str_from_to(*text, 0, 1), at[0], false };
	if (len > 0 && len <= text->len) {
		uint32_t code = at[0] & masks[len];
		size_t i = 1;
		for (; i < len && (at[i] & 0xc0) == 0x80; i++)
			code = code << 6 | (at[i] & 0x3f);
		if (i == len && !is_forbidden(code, len))
			c = (struct utf8_char){ str_from_to(*text, 0, len), code,
				true };
	}
	*text = str_skip(*text, c.bytes.len);
	return c;
}

static bool
turns_direction(uint32_t code)
{
	return code == 0x61c || code == 0x200e || code == 0x200f ||
	       (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

void
utf8_write_visible(struct out *out, struct utf8_char c)
{
	bool control = c.code < 0x20 || (c.code >= 0x7f && c.code < 0xa0);
	if (!c.valid || turns_direction(c.code) || (control && c.code >= 0x80)) {
		out_text(out, REPLACEMENT);
	} else if (control) {
		/* U+2400 … U+241F and U+2421 are pictures of the control characters. */
		uint32_t picture = c.code == 0x7f ? 0x2421 : 0x2400 + c.code;
		out_char(out, (char)(0xe0 | picture >> 12));
		out_char(out, (char)(0x80 | (picture >> 6 & 0x3f)));
		out_char(out, (char)(0x80 | (picture & 0x3f)));
	} else {
		out_str(out, c.bytes);
	}
}

size_t
utf8_width(struct str text)
{
	size_t width = 0;
	while (text.len > 0) {
		struct utf8_char c = utf8_next(&text);
		width += !(c.valid && c.code >= 0x300 && c.code < 0x370);
	}
	return width;
}

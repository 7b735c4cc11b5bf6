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

struct range {
	uint32_t first, last;
};

static bool
is_in(const struct range *ranges, size_t count, uint32_t code)
{
	for (size_t i = 0; i < count; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

/*
 * Characters that hide: they turn the direction of writing, take no room, end a line,
 * or are never text. A name made of them would look like another.
 */
static bool
is_hidden(uint32_t code)
{
	static const struct range hidden[] = { { 0xad, 0xad }, { 0x61c, 0x61c },
		{ 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f },
		{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
		{ 0x3164, 0x3164 }, { 0xe000, 0xf8ff }, { 0xfdd0, 0xfdef },
		{ 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 },
		{ 0xfff0, 0xfffb }, { 0xe0000, 0x10ffff } };
	return (code & 0xfffe) == 0xfffe ||
	       is_in(hidden, sizeof(hidden) / sizeof(hidden[0]), code);
}

void
utf8_write_visible(struct out *out, struct utf8_char c)
{
	bool control = c.code < 0x20 || (c.code >= 0x7f && c.code < 0xa0);
	if (!c.valid || is_hidden(c.code) || (control && c.code >= 0x80)) {
		out_text(out, REPLACEMENT);
	} else if (control) {
		/* From U+2400 on there are pictures of the control characters. */
		uint32_t picture = c.code == 0x7f ? 0x2421 : 0x2400 + c.code;
		out_char(out, (char)(0xe0 | picture >> 12));
		out_char(out, (char)(0x80 | (picture >> 6 & 0x3f)));
		out_char(out, (char)(0x80 | (picture & 0x3f)));
	} else {
		out_str(out, c.bytes);
	}
}

size_t
utf8_columns(struct utf8_char c)
{
	static const struct range combining[] = { { 0x300, 0x36f }, { 0x483, 0x489 },
		{ 0x591, 0x5bd }, { 0x64b, 0x65f }, { 0x1ab0, 0x1aff },
		{ 0x1dc0, 0x1dff }, { 0x20d0, 0x20ff }, { 0xfe20, 0xfe2f } };
	static const struct range wide[] = { { 0x1100, 0x115e }, { 0x2e80, 0x303e },
		{ 0x3041, 0xa4cf }, { 0xa960, 0xa97c }, { 0xac00, 0xd7a3 },
		{ 0xf900, 0xfaff }, { 0xfe30, 0xfe6f }, { 0xff01, 0xff60 },
		{ 0xffe0, 0xffe6 }, { 0x1f300, 0x1f64f }, { 0x1f900, 0x1f9ff },
		{ 0x20000, 0x3fffd } };
	if (!c.valid || is_hidden(c.code))
		return 1;
	if (is_in(combining, sizeof(combining) / sizeof(combining[0]), c.code))
		return 0;
	return is_in(wide, sizeof(wide) / sizeof(wide[0]), c.code) ? 2 : 1;
}

size_t
utf8_width(struct str text)
{
	size_t width = 0;
	while (text.len > 0)
		width += utf8_columns(utf8_next(&text));
	return width;
}

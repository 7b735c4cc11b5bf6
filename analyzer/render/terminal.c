#include "render/terminal.h"

#include <string.h>

#include "render/utf8.h"

#include "base/banned.h"

void
terminal_text(struct out *o, struct str text)
{
	while (text.len > 0)
		utf8_write_visible(o, utf8_next(&text));
}

void
terminal_padded(struct out *o, struct str text, size_t width)
{
	size_t used = utf8_width(text);
	terminal_text(o, text);
	for (; used < width; used++)
		out_char(o, ' ');
}

void
terminal_wrapped(struct out *o, struct str text, const char *first, const char *next)
{
	size_t column = strlen(first);
	out_text(o, first);
	bool start = true;
	while (text.len > 0) {
		struct str word = str_cut(&text, ' ');
		size_t width = utf8_width(word);
		if (!start && column + 1 + width > TERMINAL_WRAP) {
			out_char(o, '\n');
			out_text(o, next);
			column = strlen(next);
		} else if (!start) {
			out_char(o, ' ');
			column++;
		}
		terminal_text(o, word);
		column += width;
		start = false;
	}
	out_char(o, '\n');
}

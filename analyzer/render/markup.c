#include "render/markup.h"

#include <math.h>
#include <string.h>

#include "base/fmt.h"
#include "render/utf8.h"

#include "base/banned.h"

void
markup_init(struct markup *m, struct out *out)
{
	*m = (struct markup){ out, false };
}

static void
end_start_tag(struct markup *m)
{
	if (m->in_tag)
		out_char(m->out, '>');
	m->in_tag = false;
}

struct out *
markup_content(struct markup *m)
{
	end_start_tag(m);
	return m->out;
}

void
markup_open(struct markup *m, const char *tag)
{
	end_start_tag(m);
	out_char(m->out, '<');
	out_text(m->out, tag);
	m->in_tag = true;
}

void
markup_close(struct markup *m, const char *tag)
{
	end_start_tag(m);
	out_text(m->out, "</");
	out_text(m->out, tag);
	out_char(m->out, '>');
}

void
markup_empty(struct markup *m)
{
	out_text(m->out, "/>");
	m->in_tag = false;
}

/* How many bytes stand for themselves. */
static size_t
plain_length(struct str text)
{
	size_t len = 0;
	for (; len < text.len; len++) {
		char c = text.ptr[len];
		bool special =
		    c == '<' || c == '>' || c == '&' || c == '"' || c == '\'';
		if (special || c < ' ' || c > '~')
			break;
	}
	return len;
}

/* One text for both contexts: what is special in either is written as a reference. */
static void
write_escaped(struct out *out, struct str text)
{
	while (text.len > 0) {
		size_t plain = plain_length(text);
		out_str(out, str_from_to(text, 0, plain));
		text = str_skip(text, plain);
		if (text.len == 0)
			break;
		struct utf8_char c = utf8_next(&text);
		switch (c.bytes.len == 1 ? c.bytes.ptr[0] : 0) {
		case '<':
			out_text(out, "&lt;");
			break;
		case '>':
			out_text(out, "&gt;");
			break;
		case '&':
			out_text(out, "&amp;");
			break;
		case '"':
			out_text(out, "&quot;");
			break;
		case '\'':
			out_text(out, "&#39;");
			break;
		case '\n':
		case '\t':
			out_str(out, c.bytes);
			break;
		default:
			utf8_write_visible(out, c);
		}
	}
}

/* A value of ours, with nothing in it that is special. */
static void
put_plain_attr(struct out *out, const char *name, const char *value)
{
	out_char(out, ' ');
	out_text(out, name);
	out_text(out, "=\"");
	out_text(out, value);
	out_char(out, '"');
}

void
markup_attr(struct markup *m, const char *name, struct str value)
{
	out_char(m->out, ' ');
	out_text(m->out, name);
	out_text(m->out, "=\"");
	write_escaped(m->out, value);
	out_char(m->out, '"');
}

void
markup_attr_text(struct markup *m, const char *name, const char *value)
{
	markup_attr(m, name, str_from(value));
}

void
markup_attr_number(struct markup *m, const char *name, double value)
{
	/* A whole number of so few digits stands there without an exponent. */
	if (value == floor(value) && fabs(value) < 1e13) {
		char buf[FMT_SIZE];
		put_plain_attr(m->out, name, fmt_fixed(buf, value, 0));
	} else {
		out_print(m->out, " %s=\"%.13g\"", name, value);
	}
}

void
markup_attr_place(struct markup *m, const char *name, double value)
{
	char buf[FMT_SIZE];
	put_plain_attr(m->out, name, fmt_fixed(buf, value, 1));
}

void
markup_text(struct markup *m, struct str text)
{
	end_start_tag(m);
	write_escaped(m->out, text);
}

void
markup_print(struct markup *m, const char *text)
{
	markup_text(m, str_from(text));
}

void
markup_raw(struct markup *m, struct str text)
{
	end_start_tag(m);
	out_str(m->out, text);
}

void
markup_open_class(struct markup *m, const char *tag, const char *class)
{
	markup_open(m, tag);
	if (class != NULL)
		markup_attr_text(m, "class", class);
}

void
markup_open_link(struct markup *m, struct str id)
{
	markup_open(m, "a");
	out_text(m->out, " href=\"#");
	write_escaped(m->out, id);
	out_char(m->out, '"');
}

void
markup_element(struct markup *m, const char *tag, const char *class, struct str text)
{
	markup_open_class(m, tag, class);
	markup_text(m, text);
	markup_close(m, tag);
}

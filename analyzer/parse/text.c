#include "parse/parser_parts.h"

#include "base/banned.h"

bool
next_line(struct parser *p, struct frame *f, struct str *line)
{
	if (p->has_pending) {
		p->has_pending = false;
		*line = p->pending;
		p->line++;
		return true;
	}
	if (p->frame_ended || !frame_next_line(f, line)) {
		p->frame_ended = true;
		return false;
	}
	if (p->line + 1 == f->origin.line && str_starts(*line, "\xef\xbb\xbf"))
		*line = str_skip(*line, 3);
	if (line->len > 0 && line->ptr[line->len - 1] == '\r')
		line->len--;
	p->line++;
	return true;
}

void
put_back(struct parser *p, struct str line)
{
	p->pending = line;
	p->has_pending = true;
	p->line--;
}

bool
is_empty(struct str line)
{
	return line.len == 0 || str_trim(line).len == 0;
}

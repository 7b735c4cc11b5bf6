#include "base/limits.h"
#include "base/num.h"
#include "parse/parser_parts.h"

#include <string.h>

#include "base/banned.h"

/*
 * Junos puts the answers of several machines one below the other, each under a title: "node: fpc0" or "fpc0:".
 */
static bool
member_title(struct str line, struct str *member)
{
	static const char *const titles[] = { "fpc", "node", "re", "localre", "member",
		"lcc", "sfc" };
	struct str word = line;
	if (line.len < 4 || line.len >= sizeof(((struct parser *)NULL)->member_text))
		return false;
	if (str_starts(line, "node: "))
		word = str_trim(str_skip(line, 6));
	else if (!str_ends(line, ":"))
		return false;
	else
		word.len--;
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		int64_t number;
		struct str title = str_from(titles[i]);
		if (!str_starts(word, titles[i]) ||
		    (word.len > title.len &&
			!num_i64(str_skip(word, title.len), &number)))
			continue;
		*member = word;
		return true;
	}
	return false;
}

bool
is_member_title(struct str line)
{
	struct str member;
	return member_title(line, &member);
}

/* What follows a title is another machine's, and must not go on with the series of the one before. */
static void
see_member(struct parser *p, struct str line)
{
	struct str member;
	if (!member_title(line, &member))
		return;
	memcpy(p->member_text, member.ptr, member.len);
	p->member_len = member.len;
}

/* A line as it stands in the capture. */
bool
plain_line(struct parser *p, struct frame *f, struct str *line)
{
	if (p->frame_ended || !frame_next_line(f, line)) {
		p->frame_ended = true;
		return false;
	}
	if (p->line + 1 == f->origin.line && str_starts(*line, "\xef\xbb\xbf"))
		*line = str_skip(*line, 3);
	if (line->len > 0 && line->ptr[line->len - 1] == '\r')
		line->len--;
	p->line++;
	see_member(p, *line);
	return true;
}

/* ---- JSON: pretty or compact, what the parser sees is one object without others inside, or what leads to one ---- */

void
pieces_keep(struct pieces *j, char c)
{
	if (j->text.len == 0 && (c == ' ' || c == '\t' || c == ','))
		return;
	if (j->text.len + 1 >= LIMIT_LINE_BYTES)
		return;
	j->buffer = arena_grow(j->perm, j->buffer, &j->capacity, j->text.len + 1, 1);
	j->buffer[j->text.len++] = c;
}

/* Takes what comes next off j->rest. True: a piece is complete. */
static bool
take_char(struct pieces *j)
{
	char c = j->rest.ptr[0];
	if (c == '{' && !j->in_string && j->text.len > 0)
		return true; /* what leads to it; the brace is the next piece's */
	j->rest = str_skip(j->rest, 1);
	if (j->in_string) {
		j->in_string = j->escaped || c != '"';
		j->escaped = !j->escaped && c == '\\';
		pieces_keep(j, c);
		return false;
	}
	j->in_string = c == '"';
	if (c == '}')
		j->depth--;
	else if (c == '{')
		j->depth++;
	bool inner = j->text.len > 0 && j->buffer[0] == '{';
	if (c == '}' && !inner) { /* closes what was opened pieces ago */
		j->text.len = 0;
		return false;
	}
	pieces_keep(j, c);
	return c == '}';
}

static bool
looks_like_json(struct str line)
{
	line = str_trim(line);
	return line.len > 0 && strchr("{}[]\",-0123456789tfn", line.ptr[0]) != NULL;
}

static bool
opens_json(struct str line)
{
	size_t at = 0;
	while (at < line.len && str_is_blank(line.ptr[at]))
		at++;
	if (at == line.len || line.ptr[at] != '{')
		return false;
	line = str_trim(str_skip(line, at + 1));
	return line.len == 0 || str_starts(line, "\"");
}

/* The next piece, or the first line that is no JSON any more. False: the frame is over. */
static bool
next_piece(struct parser *p, struct frame *f, struct str *line)
{
	struct pieces *j = &p->pieces;
	if (j->xml)
		return next_xml_piece(p, f, line);
	j->text.len = 0;
	while (j->depth > 0 || j->rest.len > 0 || j->text.len > 0) {
		if (j->rest.len == 0) {
			if (!plain_line(p, f, line))
				break;
			if (!looks_like_json(*line) && !str_is(*line, "")) {
				j->depth = 0;
				return true;
			}
			pieces_keep(j, ' ');
			j->rest = str_trim(*line);
			continue;
		}
		if (take_char(j)) {
			j->text.ptr = j->buffer;
			*line = str_trim(j->text);
			return true;
		}
	}
	j->depth = 0;
	return false;
}

bool
is_amid_line(const struct parser *p)
{
	return p->has_pending || p->pieces.depth > 0 || p->pieces.rest.len > 0;
}

bool
next_line(struct parser *p, struct frame *f, struct str *line)
{
	if (p->has_pending) {
		p->has_pending = false;
		*line = p->pending;
		p->line += p->pending_lines;
		return true;
	}
	struct pieces *j = &p->pieces;
	if ((j->depth > 0 || j->rest.len > 0) && next_piece(p, f, line))
		return true;
	while (plain_line(p, f, line)) {
		j->xml = opens_xml(*line);
		if (!j->xml && !opens_json(*line))
			return true;
		j->rest = str_trim(*line);
		j->depth = 0;
		j->in_string = j->escaped = false;
		if (next_piece(p, f, line))
			return true;
	}
	return false;
}

void
put_back(struct parser *p, struct str line)
{
	p->pending = line;
	p->has_pending = true;
	p->pending_lines = p->pieces.depth > 0 || p->pieces.rest.len > 0 ? 0 : 1;
	p->line -= p->pending_lines;
}

bool
is_empty(struct str line)
{
	return line.len == 0 || (str_is_blank(line.ptr[0]) && str_trim(line).len == 0);
}

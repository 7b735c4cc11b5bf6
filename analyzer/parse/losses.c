#include "parse/parser_parts.h"

#include <string.h>

#include "base/banned.h"

static int
detail_len(struct str line)
{
	return (int)(line.len < DETAIL_BYTES ? line.len : DETAIL_BYTES);
}

/* What a command says when it fails, among its output. */
static bool
is_error_text(struct str line)
{
	static const char *const commands[] = { "ps: ", "top: ", "vmstat: ", "sysctl: ",
		"netstat: ", "swapinfo: ", "pstat: ", "fstat: ", "cat: ", "sh: ",
		"kvm_open",
		"Error: ", "Warning: ", "error: ", "warning: ", "invalid locale" };
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (str_starts(line, commands[i]))
			return true;
	}
	return str_ends(line, "Permission denied") ||
	       str_ends(line, "No such file or directory") ||
	       str_ends(line, "not found") || str_ends(line, "Operation not permitted");
}

void
add_unknown(struct parser *p, struct frame *f, struct str line)
{
	p->unknown_count++;
	if (is_error_text(line)) {
		diag_add(p->diag, DIAG_ERROR_TEXT, f->path, p->line, "%.*s",
		    detail_len(line), line.ptr);
		return;
	}
	if (!p->text_unknown && f->name.len == 0)
		diag_add(p->diag, DIAG_TEXT_UNKNOWN, f->path, p->line, "%.*s",
		    detail_len(line), line.ptr);
	p->text_unknown = true;
}

/* Lines that did not fit, with more of the same output behind them: each is a loss. */
void
commit_odd(struct reading *r)
{
	for (size_t i = 0; i < r->odd_run; i++) {
		struct odd_line *odd = &r->parser->last_odd[i];
		struct str path = r->block.frame->path;
		enum diag_code code =
		    odd->kind == LINE_SHORT ? DIAG_ROW_SHORT : DIAG_ROW_ODD;
		if (is_error_text(str_from(odd->text)))
			code = DIAG_ERROR_TEXT;
		else
			r->odd++;
		diag_add(r->parser->diag, code, path, odd->line, "%s", odd->text);
	}
	r->odd_run = 0;
}

/* False: the output has ended before this line. */
bool
add_odd(struct reading *r, struct str line, enum line_kind kind)
{
	struct parser *p = r->parser;
	if (r->odd_run == ODD_LINES_END) {
		if (p->by_content)
			return false;
		commit_odd(r);
	}
	struct odd_line *odd = &p->last_odd[r->odd_run++];
	odd->line = p->line;
	odd->kind = kind;
	int len = detail_len(line);
	memcpy(odd->text, line.ptr, (size_t)len);
	odd->text[len] = '\0';
	return true;
}

void
drop_odd_end(struct reading *r)
{
	struct parser *p = r->parser;
	if (!p->by_content || r->ended || r->odd_run < ODD_LINES_END)
		return;
	diag_add(p->diag, DIAG_TEXT_UNKNOWN, r->block.frame->path,
	    r->parser->last_odd[0].line, "%s", r->parser->last_odd[0].text);
	p->text_unknown = true;
	r->odd_run = 0;
}

#include "base/num.h"
#include "base/when.h"
#include "capture/layout.h"

#include "base/banned.h"

/* One file per command and sample; the commands are told from the content, the time from the file's name or its mtime. */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* yy.mm.dd.hhmm, as OSWatcher names its files. */
static bool
dotted_time(struct str s, int64_t *at_ms)
{
	int64_t part[3], clock;
	for (int i = 0; i < 3; i++) {
		struct str word = str_cut(&s, '.');
		if (word.len != 2 || !num_i64(word, &part[i]))
			return false;
	}
	struct str word = str_from_to(s, 0, 4);
	if (word.len != 4 || !num_i64(word, &clock) ||
	    (s.len > 4 && is_digit(s.ptr[4])))
		return false;
	return when_civil(2000 + part[0], (int)part[1], (int)part[2],
	    (int)(clock / 100), (int)(clock % 100), 0, at_ms);
}

/* The longest stretch from here that is made of digits and what may stand between the parts of a time. */
static struct str
time_like(struct str s)
{
	size_t len = 0;
	while (len < s.len &&
	       (is_digit(s.ptr[len]) || s.ptr[len] == 'T' || s.ptr[len] == '-' ||
		   s.ptr[len] == '_' || s.ptr[len] == '.'))
		len++;
	while (len > 0 && !is_digit(s.ptr[len - 1]))
		len--;
	return str_from_to(s, 0, len);
}

static bool
any_time(struct str s, int64_t *at_ms)
{
	for (; s.len >= 9; s.len--) {
		if (when_compact(s, at_ms))
			return true;
		bool cut_number = false;
		if (when_epoch(s, at_ms) && !cut_number &&
		    *at_ms > INT64_C(946684800000) && *at_ms < INT64_C(4102444800000))
			return true;
		if (!is_digit(s.ptr[s.len - 1]))
			continue;
	}
	return false;
}

/* A time anywhere in the file's name: epoch, YYYYMMDD[-T_.]hhmm[ss], yy.mm.dd.hhmm. */
static bool
time_in_name(struct str path, int64_t *at_ms)
{
	size_t slash;
	struct str name =
	    str_last_char(path, '/', &slash) ? str_skip(path, slash + 1) : path;
	for (size_t i = 0; i < name.len; i++) {
		if (!is_digit(name.ptr[i]) || (i > 0 && is_digit(name.ptr[i - 1])))
			continue;
		struct str rest = str_skip(name, i);
		if (dotted_time(rest, at_ms) || any_time(time_like(rest), at_ms))
			return true;
	}
	return false;
}

static int
files_bid(struct layout *l, const struct member *m)
{
	(void)l;
	(void)m;
	return 1;
}

static bool
files_next_frame(struct layout *l, struct frame *f)
{
	if (l->begun)
		return false;
	*f = (struct frame){ .role = FRAME_SAMPLE,
		.path = l->path,
		.run = l->input,
		.at_ms = l->mtime_ms,
		.origin = { l->member, 1 },
		.end = FRAME_OPEN,
		.status = -1,
		.layout = l };
	(void)time_in_name(l->path, &f->at_ms);
	return true;
}

static bool
files_next_line(struct layout *l, struct frame *f, struct str *line)
{
	if (lines_next(&l->lines, line)) {
		if (line->len > 0 && line->ptr[line->len - 1] == '\r')
			line->len--;
		return true;
	}
	f->end = l->lines.whole ? FRAME_WHOLE : FRAME_TORN;
	return false;
}

const struct layout_kind layout_files = { "files", files_bid, files_next_frame,
	files_next_line };

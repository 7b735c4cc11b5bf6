#include "capture/text.h"

#include <string.h>

#include "base/when.h"
#include "capture/layout.h"
#include "capture/moment.h"
#include "capture/prompt.h"

#include "base/banned.h"

#define DAY_MS INT64_C(86400000)
#define SUMMER_MS INT64_C(3600000)
#define QUARTER_MS INT64_C(900000) /* zones differ by quarters of an hour */
#define SLACK_MS 120000 /* between the time in a name and the first one inside */
#define ZONE_MAX_MS INT64_C(50400000)

/* ---- the look before ---- */

/* Bare numbers are times only where they rise: hw.physmem is a number too. */
struct numbers {
	uint32_t count;
	int64_t first_ms, last_ms;
	bool fall, rise;
};

static void
count_number(struct numbers *n, int64_t at_ms)
{
	if (n->count++ == 0)
		n->first_ms = at_ms;
	else if (at_ms < n->last_ms)
		n->fall = true;
	else if (at_ms > n->last_ms)
		n->rise = true;
	n->last_ms = at_ms;
}

static void
count_moment(struct text *t, const struct moment *m)
{
	if (t->moments++ == 0) {
		t->first_ms = m->at_ms;
		t->first_sure = m->sure;
	}
	t->zzz = t->zzz || m->form == MOMENT_ZZZ;
}

static void
count_lines(struct text *t, struct cleaner *cleaner, struct str head)
{
	struct numbers numbers = { 0 };
	bool number_first = false, any = false;
	bool may_have_prompts = cleaner->html || prompt_may_be(head);
	while (head.len > 0) {
		struct str line = clean_line(cleaner, str_cut(&head, '\n'));
		struct moment m;
		struct str prompt;
		if (line.len == 0)
			continue;
		if (!moment_line(line, &m)) {
			t->prompts += may_have_prompts && prompt_line(line, &prompt);
		} else if (m.form == MOMENT_NUMBER) {
			count_number(&numbers, m.at_ms);
			number_first = number_first || !any;
		} else {
			count_moment(t, &m);
		}
		any = true;
	}
	t->numbers = (numbers.rise && !numbers.fall) ||
		     (numbers.count == 1 && number_first && t->moments == 0);
	if (t->numbers && t->moments == 0) {
		t->first_ms = numbers.first_ms;
		t->first_sure = true;
	}
	if (t->numbers)
		t->moments += numbers.count;
}

static struct str
file_name(struct str path)
{
	size_t slash;
	return str_last_char(path, '/', &slash) ? str_skip(path, slash + 1) : path;
}

static bool
has_digit(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
			return true;
	return false;
}

/* A folder per sample has a time in its name, and its files have no numbers in theirs. */
static int64_t
time_in_path(struct str path)
{
	int64_t at_ms;
	struct str name = file_name(path);
	if (moment_name(name, &at_ms))
		return at_ms;
	if (has_digit(name) || name.len == path.len)
		return WHEN_UNKNOWN;
	path.len -= name.len + 1;
	return moment_name(file_name(path), &at_ms) ? at_ms : WHEN_UNKNOWN;
}

static void
set_cleaner(struct text *t, struct arena *perm)
{
	size_t len = t->stains.quote.len;
	t->cleaner.arena = perm;
	t->cleaner.html = t->stains.html;
	t->cleaner.quote = STR("");
	if (len == 0 || len > sizeof(t->quote))
		return;
	memcpy(t->quote, t->stains.quote.ptr, len);
	t->cleaner.quote = (struct str){ t->quote, len };
}

void
text_look(struct text *t, const struct member *m, struct arena *perm)
{
	t->stains = clean_look(m->head);
	set_cleaner(t, perm);
	t->moments = t->prompts = 0;
	t->zzz = t->numbers = t->first_sure = false;
	t->first_ms = WHEN_UNKNOWN;
	t->name_ms = time_in_path(m->path);
	t->written_ms = m->mtime_ms;
	t->alone = m->alone;
	count_lines(t, &t->cleaner, m->head);
}

/* ---- reading ---- */

/* Lines without a zone are in the machine's; a name's time next to the first of them tells how far off that is. */
static int64_t
zone_shift(const struct text *t)
{
	if (t->name_ms == WHEN_UNKNOWN || t->first_ms == WHEN_UNKNOWN || t->first_sure)
		return 0;
	int64_t apart = t->name_ms - t->first_ms;
	if (apart > ZONE_MAX_MS || apart < -ZONE_MAX_MS)
		return 0;
	int64_t rest = apart % QUARTER_MS, whole = apart - rest;
	if (rest > QUARTER_MS / 2) {
		rest -= QUARTER_MS;
		whole += QUARTER_MS;
	} else if (rest < -QUARTER_MS / 2) {
		rest += QUARTER_MS;
		whole -= QUARTER_MS;
	}
	return rest <= SLACK_MS && rest >= -SLACK_MS ? whole : 0;
}

void
text_begin(struct layout *l, int64_t at_ms)
{
	struct text *t = &l->text;
	t->at_ms = at_ms;
	t->written = false;
	t->ignore_first = false;
	t->drop_cut_line = false;
	t->shift_ms = zone_shift(t);
	t->last_ms = WHEN_UNKNOWN;
	t->gap_ms = t->step_ms = 0;
	memset(t->seen, 0, sizeof(t->seen));
	l->run = layout_run(l, STR(""), STR(""));
}

enum line_is { LINE_TEXT, LINE_TIME, LINE_PROMPT };

static enum line_is
look_at(const struct text *t, struct str line, struct moment *m)
{
	struct str prompt;
	if (t->moments > 0 && moment_line(line, m) &&
	    (m->form != MOMENT_NUMBER || t->numbers))
		return LINE_TIME;
	if (t->prompts > 0 && prompt_line(line, &prompt))
		return LINE_PROMPT;
	return LINE_TEXT;
}

static int64_t *
place_of(struct text *t, int64_t at_ms)
{
	return &t->seen[(uint64_t)(at_ms / 1000) %
			(sizeof(t->seen) / sizeof(t->seen[0]))];
}

/*
 * A time before the last one: the clock was set back (by hand, by NTP, by the end of summer time), or the same text stands twice, or days were
 * put together in no order. Of these only the first is to be undone.
 */
static bool
is_set_back(struct text *t, const struct moment *m)
{
	int64_t back = t->last_ms - m->at_ms;
	bool summer = !m->sure && back + t->gap_ms >= SUMMER_MS - t->gap_ms - 5000 &&
		      back + t->gap_ms <= SUMMER_MS + t->gap_ms + 5000;
	bool again =
	    m->at_ms == t->first_ms || (!summer && *place_of(t, m->at_ms) == m->at_ms);
	return back > 0 && back <= DAY_MS && !again;
}

static void
take_time(struct layout *l, const struct moment *m)
{
	struct text *t = &l->text;
	if (t->last_ms != WHEN_UNKNOWN && is_set_back(t, m)) {
		t->step_ms += t->last_ms - m->at_ms + t->gap_ms;
		if (t->step_ms > WHEN_LAST) /* again and again: this is no clock */
			t->step_ms = 0;
		diag_add(l->diag, DIAG_CLOCK_STEP, l->path, l->lines.number,
		    "back by %lld s", (long long)(t->last_ms - m->at_ms) / 1000);
	} else if (t->last_ms != WHEN_UNKNOWN && m->at_ms > t->last_ms) {
		t->gap_ms = m->at_ms - t->last_ms;
	}
	t->last_ms = *place_of(t, m->at_ms) = m->at_ms;
	if (t->ignore_first) {
		t->ignore_first = false;
		return;
	}
	t->at_ms = m->at_ms + (m->sure ? 0 : t->shift_ms) + t->step_ms;
	t->written = false;
}

static bool
next_clean_line(struct layout *l, struct str *line)
{
	if (!lines_next(&l->lines, line))
		return false;
	*line = clean_line(&l->text.cleaner, *line);
	return true;
}

bool
text_next_frame(struct layout *l, struct frame *f)
{
	struct text *t = &l->text;
	struct str line;
	struct moment m;
	while (next_clean_line(l, &line)) {
		if (str_trim(line).len == 0)
			continue;
		enum line_is is = look_at(t, line, &m);
		if (is == LINE_TIME)
			take_time(l, &m);
		if (is != LINE_TEXT)
			continue;
		lines_back(&l->lines);
		*f = (struct frame){ .role = FRAME_SAMPLE,
			.path = l->path,
			.run = l->run,
			.at_ms = t->at_ms,
			.written = t->written,
			.series = t->alone && t->moments <= 1,
			.origin = { l->member, l->lines.number },
			.end = FRAME_OPEN,
			.status = -1,
			.layout = l };
		return true;
	}
	return false;
}

/* The member is over. A line without newline is whole only where nobody was writing. */
static bool
last_line(struct layout *l, struct frame *f)
{
	if (l->lines.whole && !l->text.drop_cut_line)
		return true;
	if (l->lines.whole)
		diag_add(l->diag, DIAG_ROW_CUT, l->path, l->lines.number, "no newline");
	f->end = FRAME_TORN;
	return false;
}

bool
text_next_line(struct layout *l, struct frame *f, struct str *line)
{
	struct moment m;
	if (!next_clean_line(l, line)) {
		f->end = l->lines.whole ? FRAME_WHOLE : FRAME_TORN;
		return false;
	}
	if (l->lines.partial && !last_line(l, f))
		return false;
	if (look_at(&l->text, *line, &m) != LINE_TEXT) {
		lines_back(&l->lines);
		f->end = FRAME_WHOLE;
		return false;
	}
	return true;
}

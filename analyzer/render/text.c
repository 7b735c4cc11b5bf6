#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fmt.h"
#include "base/when.h"
#include "render/render.h"
#include "render/terminal.h"
#include "render/utf8.h"

#include "base/banned.h"

/* About 25 lines in all: what fits on a small screen together with the command. */
#define SUSPECTS_SHOWN 6
#define ADVICE_SHOWN 3
#define SCREEN 80
#define GAP 2 /* between columns */
#define NAME_LEAST 12

/* The terminal's own colours: no theme is assumed. */
static const struct {
	const char *verdict, *code;
} colors[] = {
	{ "leak", "\033[1;31m" },
	{ "suspected", "\033[1;33m" },
	{ "none", "\033[1;32m" },
	{ "insufficient", "\033[1;36m" },
};

static void
color(struct out *o, const struct render_options *options, const char *verdict)
{
	for (size_t i = 0; options->color && i < sizeof(colors) / sizeof(colors[0]);
	     i++)
		if (strcmp(colors[i].verdict, verdict) == 0)
			out_text(o, colors[i].code);
}

static void
plain(struct out *o, const struct render_options *options)
{
	if (options->color)
		out_text(o, "\033[0m");
}

/* As much of the start of a text as fits. */
static struct str
first_columns(struct str text, size_t width)
{
	struct str rest = text;
	while (rest.len > 0) {
		struct str next = rest;
		size_t columns = utf8_columns(utf8_next(&next));
		if (columns > width)
			break;
		width -= columns;
		rest = next;
	}
	return str_from_to(text, 0, text.len - rest.len);
}

/* ---- the suspects as a table ---- */

enum { NAME, KIND, GROWTH, PRECISION, SHARE, SCORE, SINCE, COLUMNS };

#define WORDS 40

struct row {
	const struct report_finding *finding;
	struct str name;
	char words[COLUMNS][WORDS];
};

static const struct {
	const char *title;
	bool number;
} columns[COLUMNS] = {
	[NAME] = { "", false },
	[KIND] = { "kind", false },
	[GROWTH] = { "growth", true },
	[PRECISION] = { "+/-", true }, /* half the 95 % interval */
	[SHARE] = { "share", true },
	[SCORE] = { "score", true },
	[SINCE] = { "since", false },
};

static void
fill_row(struct row *row, const struct report_finding *f)
{
	const struct report_metric *m = &f->metrics[0];
	char buf[FMT_SIZE];
	bool bytes = strcmp(m->unit, "bytes") == 0;
	*row = (struct row){ .finding = f, .name = f->name };
	if (f->pid >= 0)
		snprintf(
		    row->words[KIND], WORDS, "%s %lld", f->kind, (long long)f->pid);
	else
		snprintf(row->words[KIND], WORDS, "%s", f->kind);
	if (!isnan(m->slope))
		snprintf(row->words[GROWTH], WORDS, "%s",
		    (bytes ? fmt_bytes_rate : fmt_count_rate)(buf, m->slope));
	double precision = (m->slope_high - m->slope_low) / 2 / fabs(m->slope);
	if (isfinite(precision))
		snprintf(
		    row->words[PRECISION], WORDS, "%s", fmt_percent(buf, precision));
	if (!isnan(f->share))
		snprintf(row->words[SHARE], WORDS, "%s", fmt_percent(buf, f->share));
	if (!isnan(m->score))
		snprintf(row->words[SCORE], WORDS, "%.0f", floor(m->score));
	if (f->onset_ms != WHEN_UNKNOWN) {
		char text[WHEN_TEXT_SIZE];
		when_text(f->onset_ms, text);
		text[10] = ' ';
		snprintf(row->words[SINCE], WORDS, "%.11s", text + 5); /* 11-22 08:41 */
	}
}

static size_t
widest(const struct row *rows, size_t count, size_t column)
{
	size_t width = 0;
	for (size_t i = 0; i < count; i++) {
		size_t own = column == NAME ? utf8_width(rows[i].name)
					    : strlen(rows[i].words[column]);
		width = own > width ? own : width;
	}
	/* A column with nothing in it is left out. */
	size_t title = strlen(columns[column].title);
	return width > 0 && title > width ? title : width;
}

/* Each column as wide as what is in it; the names take what is left of the screen. */
static void
choose_widths(const struct row *rows, size_t count, size_t widths[COLUMNS])
{
	size_t others = 3; /* rank */
	for (size_t i = 0; i < COLUMNS; i++) {
		widths[i] = widest(rows, count, i);
		if (i != NAME && widths[i] > 0)
			others += GAP + widths[i];
	}
	size_t left = others + NAME_LEAST < SCREEN ? SCREEN - others : NAME_LEAST;
	widths[NAME] = widths[NAME] < left ? widths[NAME] : left;
	widths[NAME] = widths[NAME] > NAME_LEAST ? widths[NAME] : NAME_LEAST;
}

/* A name that is too long ends in a sign that there was more. */
static void
put_name(struct out *o, struct str name, size_t width)
{
	if (utf8_width(name) <= width) {
		terminal_padded(o, name, width);
		return;
	}
	struct str shown = first_columns(name, width - 1);
	terminal_text(o, shown);
	terminal_padded(o, STR("…"), width - utf8_width(shown));
}

/* Blanks stand before a column rather than after it: no line ends in them. */
static void
put_columns(
    struct out *o, const char *const words[COLUMNS], const size_t widths[COLUMNS])
{
	size_t owed = 0;
	for (size_t i = KIND; i < COLUMNS; i++) {
		size_t used = strlen(words[i]);
		if (widths[i] == 0)
			continue;
		size_t before = columns[i].number ? widths[i] - used : 0;
		if (used > 0) {
			terminal_padded(o, STR(""), owed + GAP + before);
			out_text(o, words[i]);
			owed = widths[i] - used - before;
		} else {
			owed += GAP + widths[i];
		}
	}
	out_char(o, '\n');
}

static void
put_head(struct out *o, const struct render_options *options, const char *verdict,
    const size_t widths[COLUMNS])
{
	const char *words[COLUMNS];
	for (size_t i = 0; i < COLUMNS; i++)
		words[i] = columns[i].title;
	out_text(o, "   ");
	color(o, options, verdict);
	terminal_padded(o, str_from(verdict), widths[NAME]);
	plain(o, options);
	put_columns(o, words, widths);
}

static void
put_row(struct out *o, const struct row *row, const size_t widths[COLUMNS])
{
	const char *words[COLUMNS];
	for (size_t i = 0; i < COLUMNS; i++)
		words[i] = row->words[i];
	out_print(o, "%2d ", row->finding->rank);
	put_name(o, row->name, widths[NAME]);
	put_columns(o, words, widths);
}

static void
put_evidence(struct out *o, const struct report_finding *f)
{
	for (size_t i = 0; i < f->evidence_count; i++) {
		int direction = f->evidence[i].direction;
		terminal_wrapped(o, f->evidence[i].text,
		    direction > 0   ? "     + "
		    : direction < 0 ? "     - "
				    : "       ",
		    "       ");
	}
}

/* In order of rank, under the name of their verdict. */
static void
put_suspects(
    struct out *o, const struct report *r, const struct render_options *options)
{
	struct row rows[SUSPECTS_SHOWN];
	size_t count =
	    r->named_count < SUSPECTS_SHOWN ? r->named_count : SUSPECTS_SHOWN;
	size_t widths[COLUMNS];
	for (size_t i = 0; i < count; i++)
		fill_row(&rows[i], &r->findings[i]);
	choose_widths(rows, count, widths);
	for (size_t i = 0; i < count; i++) {
		const char *verdict = rows[i].finding->verdict;
		if (i == 0)
			out_char(o, '\n');
		if (i == 0 || strcmp(verdict, rows[i - 1].finding->verdict) != 0)
			put_head(o, options, verdict, widths);
		put_row(o, &rows[i], widths);
		if (options->verbose)
			put_evidence(o, rows[i].finding);
	}
	if (r->named_count > count)
		out_print(o, "   and %zu more\n", r->named_count - count);
}

/* ---- what stands around it ---- */

static void
put_damage(struct out *o, const struct report *r)
{
	for (size_t i = 0; i < r->damage_count; i++) {
		const struct report_damage *d = &r->damage[i];
		out_print(o, "  %llu × ", (unsigned long long)d->count);
		terminal_text(o, d->text);
		if (d->file.len > 0) {
			out_text(o, " (");
			terminal_text(o, d->file);
			if (d->line > 0)
				out_print(o, ":%u", (unsigned)d->line);
			out_char(o, ')');
		}
		out_char(o, '\n');
	}
}

static void
put_answers(struct out *o, const struct report *r)
{
	out_char(o, '\n');
	for (size_t i = 0; i < REPORT_ANSWERS; i++) {
		terminal_wrapped(o, r->answers[i].question, "", "");
		terminal_wrapped(o, r->answers[i].text, "  ", "  ");
	}
}

static void
put_advice(struct out *o, const struct report *r, size_t most)
{
	if (r->advice_count == 0)
		return;
	out_text(o, "\nNext:\n");
	for (size_t i = 0; i < r->advice_count && i < most; i++)
		terminal_wrapped(o, r->advice[i], "- ", "  ");
}

void
render_text(struct out *o, const struct report *r, const struct render_options *options)
{
	color(o, options, r->verdict_class);
	terminal_wrapped(o, r->summary, "", "");
	plain(o, options);
	put_suspects(o, r, options);
	if (r->forecast.len > 0) {
		out_char(o, '\n');
		terminal_wrapped(o, r->forecast, "", "");
	}
	out_char(o, '\n');
	terminal_wrapped(o, r->completeness, "", "");
	if (options->verbose) {
		put_damage(o, r);
		put_answers(o, r);
	}
	put_advice(o, r, options->verbose ? r->advice_count : ADVICE_SHOWN);
}

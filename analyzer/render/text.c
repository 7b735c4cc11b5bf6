#include <math.h>
#include <string.h>

#include "base/fmt.h"
#include "render/render.h"
#include "render/utf8.h"

#include "base/banned.h"

#define SUSPECTS_SHOWN 8
#define NAME_WIDTH 32

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

/* No control byte of a captured name reaches the terminal. */
static void
put_visible(struct out *o, struct str text)
{
	while (text.len > 0)
		utf8_write_visible(o, utf8_next(&text));
}

static void
put_padded(struct out *o, struct str text, size_t width)
{
	size_t used = utf8_width(text);
	put_visible(o, text);
	for (; used < width; used++)
		out_char(o, ' ');
}

/* The start of a text, with a sign that there was more. */
static struct str
first_columns(struct str text, size_t width, bool *cut)
{
	struct str rest = text;
	size_t used = 0;
	while (rest.len > 0 && used < width) {
		utf8_next(&rest);
		used++;
	}
	*cut = rest.len > 0;
	return str_from_to(text, 0, text.len - rest.len);
}

static void
put_name(struct out *o, struct str name)
{
	bool cut;
	struct str shown = first_columns(name, NAME_WIDTH, &cut);
	if (cut)
		shown = first_columns(name, NAME_WIDTH - 1, &cut);
	size_t used = utf8_width(shown) + cut;
	put_visible(o, shown);
	if (cut)
		out_text(o, "…");
	for (; used < NAME_WIDTH; used++)
		out_char(o, ' ');
}

/* Lines of at most 78 columns, broken between words. */
static void
put_wrapped(struct out *o, struct str text, const char *first, const char *next)
{
	size_t column = strlen(first);
	out_text(o, first);
	bool start = true;
	while (text.len > 0) {
		struct str word = str_cut(&text, ' ');
		size_t width = utf8_width(word);
		if (!start && column + 1 + width > 78) {
			out_char(o, '\n');
			out_text(o, next);
			column = strlen(next);
		} else if (!start) {
			out_char(o, ' ');
			column++;
		}
		put_visible(o, word);
		column += width;
		start = false;
	}
	out_char(o, '\n');
}

static void
put_suspects(
    struct out *o, const struct report *r, const struct render_options *options)
{
	if (r->named_count == 0)
		return;
	out_text(o, "\n   suspect                          verdict    growth          "
		    "score  share\n");
	for (size_t i = 0; i < r->named_count && i < SUSPECTS_SHOWN; i++) {
		const struct report_finding *f = &r->findings[i];
		const struct report_metric *m = &f->metrics[0];
		char rate[FMT_SIZE], share[FMT_SIZE];
		bool bytes = strcmp(m->unit, "bytes") == 0;
		out_print(o, "%2d ", f->rank);
		put_name(o, f->name);
		out_char(o, ' ');
		color(o, options, f->verdict);
		put_padded(o, str_from(f->verdict), 11);
		plain(o, options);
		put_padded(o,
		    str_from(bytes ? fmt_bytes_rate(rate, m->slope)
				   : fmt_count_rate(rate, m->slope)),
		    15);
		out_print(o, " %5.0f  ", floor(m->score));
		out_text(o, isnan(f->share) ? "–" : fmt_percent(share, f->share));
		out_char(o, '\n');
		for (size_t k = 0; options->verbose && k < f->evidence_count; k++)
			put_wrapped(o, f->evidence[k].text,
			    f->evidence[k].direction > 0   ? "      + "
			    : f->evidence[k].direction < 0 ? "      - "
							   : "        ",
			    "        ");
	}
	if (r->named_count > SUSPECTS_SHOWN)
		out_print(o, "   and %zu more\n", r->named_count - SUSPECTS_SHOWN);
}

void
render_text(struct out *o, const struct report *r, const struct render_options *options)
{
	color(o, options, r->verdict_class);
	put_wrapped(o, r->summary, "", "");
	plain(o, options);
	put_suspects(o, r, options);
	if (r->forecast.len > 0) {
		out_char(o, '\n');
		put_wrapped(o, r->forecast, "", "");
	}
	out_char(o, '\n');
	put_wrapped(o, r->completeness, "", "");
	for (size_t i = 0; options->verbose && i < r->damage_count; i++) {
		const struct report_damage *d = &r->damage[i];
		out_print(o, "  %llu × ", (unsigned long long)d->count);
		put_visible(o, d->text);
		out_text(o, " (");
		put_visible(o, d->file);
		if (d->line > 0)
			out_print(o, ":%u", (unsigned)d->line);
		out_text(o, ")\n");
	}
	for (size_t i = 0; options->verbose && i < REPORT_ANSWERS; i++) {
		if (i == 0)
			out_char(o, '\n');
		put_wrapped(o, r->answers[i].question, "", "");
		put_wrapped(o, r->answers[i].text, "  ", "  ");
	}
	if (r->advice_count > 0)
		out_text(o, "\nNext:\n");
	for (size_t i = 0; i < r->advice_count; i++)
		put_wrapped(o, r->advice[i], "- ", "  ");
}

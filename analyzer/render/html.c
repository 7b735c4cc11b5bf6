#include <math.h>
#include <string.h>

#include "base/die.h"
#include "base/fmt.h"
#include "base/json.h"
#include "base/when.h"
#include "render/markup.h"
#include "render/render.h"
#include "render/report_json.h"
#include "render/svg.h"

#include "base/banned.h"

extern const unsigned char asset_page_html[], asset_report_css[], asset_report_js[];
extern const size_t asset_page_html_len, asset_report_css_len, asset_report_js_len;
extern const char asset_report_css_sha256[], asset_report_js_sha256[];

/* ---- cells ---- */

static struct str
cell_words(const struct cell *c, char buf[FMT_SIZE])
{
	switch (c->kind) {
	case CELL_BYTES:
		return str_from(fmt_bytes(buf, c->number));
	case CELL_BYTES_RATE:
		return str_from(fmt_bytes_rate(buf, c->number));
	case CELL_COUNT:
		return str_from(fmt_count(buf, c->number));
	case CELL_COUNT_RATE:
		return str_from(fmt_count_rate(buf, c->number));
	case CELL_CHANGE:
	case CELL_COUNT_CHANGE: {
		bool bytes = c->kind == CELL_CHANGE;
		buf[0] = '+';
		if (c->number > 0)
			(bytes ? fmt_bytes : fmt_count)(buf + 1, c->number);
		else
			(bytes ? fmt_bytes : fmt_count)(buf, c->number);
		return str_from(buf);
	}
	case CELL_PERCENT:
	case CELL_BAR:
		return str_from(fmt_percent(buf, c->number));
	case CELL_SCORE:
		return str_from(fmt_count(buf, floor(c->number)));
	case CELL_P:
		return str_from(fmt_p(buf, c->number));
	case CELL_DURATION:
		return str_from(fmt_duration(buf, c->number));
	default:
		return c->text;
	}
}

static bool
is_numeric(const struct cell *c)
{
	return c->kind != CELL_EMPTY && c->kind != CELL_TEXT && c->kind != CELL_NAME &&
	       c->kind != CELL_VERDICT && c->kind != CELL_TIME;
}

static void
put_interval(struct markup *m, const struct cell *c)
{
	if (isnan(c->low) || isnan(c->high) || c->kind == CELL_SPARK)
		return;
	char low[FMT_SIZE], high[FMT_SIZE];
	struct cell a = *c, b = *c;
	a.number = c->low;
	b.number = c->high;
	markup_open_class(m, "span", "interval");
	markup_text(m, cell_words(&a, low));
	markup_print(m, " to ");
	markup_text(m, cell_words(&b, high));
	markup_close(m, "span");
}

static void
put_verdict(struct markup *m, struct str verdict)
{
	markup_open(m, "span");
	markup_attr_text(m, "class", "verdict");
	markup_attr(m, "data-verdict", verdict);
	markup_text(m, verdict);
	markup_close(m, "span");
}

static void
put_cell(struct markup *m, const struct cell *c)
{
	char buf[FMT_SIZE];
	bool linked = c->link.len > 0;
	if (linked) {
		markup_open(m, "a");
		out_text(m->out, " href=\"#");
		out_str(m->out, c->link);
		out_char(m->out, '"');
	}
	switch (c->kind) {
	case CELL_EMPTY:
		break;
	case CELL_NAME:
		markup_element(m, "code", NULL, c->text);
		break;
	case CELL_TIME: {
		char text[WHEN_TEXT_SIZE];
		when_text(c->at_ms, text);
		markup_element(m, "time", NULL, str_from(text));
		break;
	}
	case CELL_VERDICT:
		put_verdict(m, c->text);
		break;
	case CELL_SPARK:
		svg_spark(m, c);
		break;
	case CELL_BAR:
		svg_bar(m, c);
		markup_print(m, " ");
		markup_text(m, cell_words(c, buf));
		put_interval(m, c);
		break;
	default:
		markup_text(m, cell_words(c, buf));
		put_interval(m, c);
	}
	if (linked)
		markup_close(m, "a");
}

/* ---- tables ---- */

static void
put_head(struct markup *m, const struct table *t)
{
	markup_open(m, "thead");
	markup_open(m, "tr");
	for (size_t i = 0; i < t->column_count; i++) {
		const struct column *c = &t->columns[i];
		markup_open_class(m, "th", c->number ? "number" : NULL);
		markup_attr_text(m, "scope", "col");
		if (c->help != NULL)
			markup_attr_text(m, "title", c->help);
		markup_print(m, c->title);
		markup_close(m, "th");
	}
	markup_close(m, "tr");
	markup_close(m, "thead");
}

static void
put_row(struct markup *m, const struct table *t, size_t row)
{
	const struct cell *cells = t->cells + row * t->column_count;
	markup_open(m, "tr");
	for (size_t i = 0; i < t->column_count; i++) {
		const struct cell *c = &cells[i];
		markup_open_class(m, "td", t->columns[i].number ? "number" : NULL);
		if (is_numeric(c))
			markup_attr_number(m, "data-value", c->number);
		put_cell(m, c);
		markup_close(m, "td");
	}
	markup_close(m, "tr");
	out_char(m->out, '\n');
}

static void
put_table(struct markup *m, const struct block *b)
{
	const struct table *t = &b->table;
	markup_open_class(m, "div", "scroll");
	markup_open_class(m, "table", "sortable");
	if (b->caption.len > 0)
		markup_element(m, "caption", NULL, b->caption);
	put_head(m, t);
	size_t first = t->first_rows > 0 && t->first_rows < t->row_count ? t->first_rows
									  : t->row_count;
	markup_open(m, "tbody");
	for (size_t i = 0; i < first; i++)
		put_row(m, t, i);
	markup_close(m, "tbody");
	if (first < t->row_count) {
		/* All rows are there; the script folds these, print and no-script show them. */
		markup_open_class(m, "tbody", "rest");
		for (size_t i = first; i < t->row_count; i++)
			put_row(m, t, i);
		markup_close(m, "tbody");
	}
	markup_close(m, "table");
	markup_close(m, "div");
}

static void
put_facts(struct markup *m, const struct block *b)
{
	const struct table *t = &b->table;
	markup_open_class(m, "table", "facts");
	if (b->caption.len > 0 && !b->folded)
		markup_element(m, "caption", NULL, b->caption);
	markup_open(m, "tbody");
	for (size_t i = 0; i < t->row_count; i++) {
		const struct cell *row = t->cells + i * t->column_count;
		markup_open(m, "tr");
		markup_open(m, "th");
		markup_attr_text(m, "scope", "row");
		put_cell(m, &row[0]);
		markup_close(m, "th");
		markup_open(m, "td");
		put_cell(m, &row[1]);
		markup_close(m, "td");
		markup_close(m, "tr");
	}
	markup_close(m, "tbody");
	markup_close(m, "table");
}

/* ---- the other blocks ---- */

static void
put_items(struct markup *m, const struct block *b)
{
	bool evidence = b->kind == BLOCK_EVIDENCE;
	if (b->caption.len > 0)
		markup_element(m, "h4", NULL, b->caption);
	markup_open_class(m, "ul", evidence ? "evidence" : NULL);
	for (size_t i = 0; i < b->item_count; i++) {
		int direction = b->items[i].direction;
		markup_open_class(m, "li",
		    !evidence ? NULL : direction > 0 ? "for" : direction < 0 ? "against" : "neither");
		if (evidence)
			markup_element(m, "span", "sign",
			    str_from(direction > 0   ? "+"
				     : direction < 0 ? "−"
						     : "·"));
		markup_text(m, b->items[i].text);
		markup_close(m, "li");
	}
	markup_close(m, "ul");
}

static void
put_chart(struct markup *m, const struct block *b)
{
	markup_open(m, "figure");
	svg_chart(m, &b->chart, b->id);
	if (b->caption.len > 0 && !b->folded)
		markup_element(m, "figcaption", NULL, b->caption);
	markup_close(m, "figure");
}

static void
put_content(struct markup *m, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_TEXT:
		markup_element(m, "p", NULL, b->text);
		break;
	case BLOCK_LIST:
	case BLOCK_EVIDENCE:
		put_items(m, b);
		break;
	case BLOCK_TABLE:
		put_table(m, b);
		break;
	case BLOCK_FACTS:
		put_facts(m, b);
		break;
	case BLOCK_CHART:
		put_chart(m, b);
		break;
	case BLOCK_VERBATIM:
		markup_element(m, "pre", NULL, b->text);
		break;
	}
}

static void
put_block(struct markup *m, const struct block *b)
{
	if (b->folded) {
		markup_open(m, "details");
		markup_element(m, "summary", NULL, b->caption);
	}
	put_content(m, b);
	if (b->folded)
		markup_close(m, "details");
	out_char(m->out, '\n');
}

static void
put_figures(struct markup *m, const struct figure *figures, size_t count)
{
	if (count == 0)
		return;
	markup_open_class(m, "dl", "figures");
	for (size_t i = 0; i < count; i++) {
		markup_open(m, "div");
		markup_element(m, "dt", NULL, str_from(figures[i].label));
		markup_element(m, "dd", NULL, figures[i].value);
		if (figures[i].detail.len > 0)
			markup_element(m, "dd", "detail", figures[i].detail);
		markup_close(m, "div");
	}
	markup_close(m, "dl");
}

static void
put_section(struct markup *m, const struct section *s)
{
	char tag[] = "h2";
	tag[1] = (char)('0' + s->level);
	markup_open_class(m, "section", s->verdict != NULL ? "card" : NULL);
	markup_attr(m, "id", s->id);
	if (s->verdict != NULL)
		markup_attr_text(m, "data-verdict", s->verdict);
	markup_open(m, tag);
	markup_text(m, s->title);
	if (s->verdict != NULL) {
		markup_print(m, " ");
		put_verdict(m, str_from(s->verdict));
	}
	markup_close(m, tag);
	if (s->lead.len > 0)
		markup_element(m, "p", "lead", s->lead);
	put_figures(m, s->figures, s->figure_count);
	for (size_t i = 0; i < s->block_count; i++)
		put_block(m, &s->blocks[i]);
	markup_close(m, "section");
	out_char(m->out, '\n');
}

/* ---- the slots of the page ---- */

static void
slot_title(struct markup *m, const struct report *r)
{
	markup_text(m, r->title);
}

static void
put_hash(struct markup *m, const char *hex)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = 0;
	int bit_count = 0, written = 0;
	for (; *hex != '\0'; hex++) {
		bits = bits << 4 | (uint32_t)(*hex <= '9' ? *hex - '0' : *hex - 'a' + 10);
		bit_count += 4;
		if (bit_count < 6)
			continue;
		bit_count -= 6;
		out_char(m->out, digits[bits >> bit_count & 63]);
		written++;
	}
	if (bit_count > 0) {
		out_char(m->out, digits[bits << (6 - bit_count) & 63]);
		written++;
	}
	for (; written % 4 != 0; written++)
		out_char(m->out, '=');
}

/* Nothing may be loaded; the style and the script are ours, by their digest. */
static void
slot_policy(struct markup *m, const struct report *r)
{
	(void)r;
	markup_open(m, "meta");
	markup_attr_text(m, "http-equiv", "Content-Security-Policy");
	out_text(m->out, " content=\"default-src 'none'; base-uri 'none'; form-action 'none'; "
			 "style-src 'sha256-");
	put_hash(m, asset_report_css_sha256);
	out_text(m->out, "'; script-src 'sha256-");
	put_hash(m, asset_report_js_sha256);
	out_text(m->out, "'\"");
	markup_empty(m);
}

static void
slot_style(struct markup *m, const struct report *r)
{
	(void)r;
	markup_open(m, "style");
	markup_raw(m, (struct str){ (const char *)asset_report_css, asset_report_css_len });
	markup_close(m, "style");
}

static void
slot_script(struct markup *m, const struct report *r)
{
	(void)r;
	markup_open(m, "script");
	markup_raw(m, (struct str){ (const char *)asset_report_js, asset_report_js_len });
	markup_close(m, "script");
}

static void
slot_verdict(struct markup *m, const struct report *r)
{
	markup_open_class(m, "p", "class");
	put_verdict(m, str_from(r->verdict_class));
	markup_close(m, "p");
	markup_element(m, "h1", NULL, r->summary);
	put_figures(m, r->figures, r->figure_count);
	if (r->forecast.len > 0)
		markup_element(m, "p", NULL, r->forecast);
	markup_element(m, "p", "completeness", r->completeness);
}

static void
slot_subject(struct markup *m, const struct report *r)
{
	if (r->host.len > 0)
		markup_element(m, "b", NULL, r->host);
	const struct str parts[] = { r->system, r->release, r->machine };
	for (size_t i = 0; i < 3; i++) {
		if (parts[i].len == 0)
			continue;
		markup_print(m, " ");
		markup_text(m, parts[i]);
	}
	if (r->started_ms == WHEN_UNKNOWN)
		return;
	char from[WHEN_TEXT_SIZE], to[WHEN_TEXT_SIZE];
	markup_print(m, " · ");
	markup_element(m, "time", NULL, str_from(when_text(r->started_ms, from)));
	markup_print(m, " to ");
	markup_element(m, "time", NULL, str_from(when_text(r->ended_ms, to)));
}

static void
slot_contents(struct markup *m, const struct report *r)
{
	for (size_t i = 0; i < r->section_count; i++) {
		const struct section *s = &r->sections[i];
		if (s->level != 2)
			continue;
		markup_open(m, "a");
		out_text(m->out, " href=\"#");
		out_str(m->out, s->id);
		out_char(m->out, '"');
		markup_text(m, s->title);
		markup_close(m, "a");
	}
}

static void
slot_sections(struct markup *m, const struct report *r)
{
	for (size_t i = 0; i < r->section_count; i++)
		put_section(m, &r->sections[i]);
}

static void
slot_data(struct markup *m, const struct report *r)
{
	markup_open(m, "script");
	markup_attr_text(m, "type", "application/json");
	markup_attr_text(m, "id", "seep-report");
	struct json j;
	json_init(&j, markup_content(m));
	j.script = true;
	report_json(&j, r, true);
	markup_close(m, "script");
}

static void
slot_generator(struct markup *m, const struct report *r)
{
	markup_print(m, r->generator);
}

static const struct {
	const char *name;
	void (*fill)(struct markup *m, const struct report *r);
} slots[] = {
	{ "policy", slot_policy },
	{ "title", slot_title },
	{ "style", slot_style },
	{ "subject", slot_subject },
	{ "verdict", slot_verdict },
	{ "contents", slot_contents },
	{ "sections", slot_sections },
	{ "generator", slot_generator },
	{ "data", slot_data },
	{ "script", slot_script },
};

static void
fill_slot(struct markup *m, const struct report *r, struct str name)
{
	for (size_t i = 0; i < sizeof(slots) / sizeof(slots[0]); i++) {
		if (str_is(name, slots[i].name)) {
			slots[i].fill(m, r);
			return;
		}
	}
	bool slot_is_known = false;
	assert(slot_is_known);
}

void
render_html(struct out *o, const struct report *r, const struct render_options *options)
{
	(void)options;
	struct markup m;
	markup_init(&m, o);
	struct str page = { (const char *)asset_page_html, asset_page_html_len };
	static const char open[] = "<!--slot:";
	size_t at;
	while (str_find(page, open, &at)) {
		markup_raw(&m, str_from_to(page, 0, at));
		page = str_skip(page, at + sizeof(open) - 1);
		struct str name = str_cut(&page, '-');
		page = str_skip(page, 2); /* the rest of --> */
		fill_slot(&m, r, name);
	}
	markup_raw(&m, page);
}

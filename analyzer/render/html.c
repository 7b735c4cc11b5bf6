#include <string.h>

#include "base/die.h"
#include "base/json.h"
#include "base/when.h"
#include "render/cell.h"
#include "render/markup.h"
#include "render/prose.h"
#include "render/render.h"
#include "render/report_json.h"
#include "render/section.h"

#include "base/banned.h"

extern const unsigned char asset_page_html[], asset_report_css[], asset_report_js[];
extern const size_t asset_page_html_len, asset_report_css_len, asset_report_js_len;
extern const char asset_report_css_sha256[], asset_report_js_sha256[];

/* What the slots of the skeleton are filled from. */
struct page {
	const struct report *report;
	const struct render_options *options;
};

/* ---- sections: those of level 3 stand inside the last one of level 2 ---- */

static void
slot_sections(struct markup *m, const struct page *p)
{
	const struct report *r = p->report;
	int open = 1; /* level of the innermost section that is open; 1: none */
	for (size_t i = 0; i < r->section_count; i++) {
		for (; open >= r->sections[i].level; open--)
			markup_close(m, "section");
		for (; open < r->sections[i].level - 1; open++)
			markup_open(m, "section");
		section_open(m, &r->sections[i]);
		open = r->sections[i].level;
	}
	for (; open > 1; open--)
		markup_close(m, "section");
}

/* ---- contents: the sections, the suspects under theirs ---- */

static void
put_entry(struct markup *m, const struct section *s)
{
	markup_open_link(m, s->id);
	if (s->verdict != NULL)
		markup_attr_text(m, "data-verdict", s->verdict);
	markup_text(m, s->title);
	markup_close(m, "a");
}

static void
slot_contents(struct markup *m, const struct page *p)
{
	const struct report *r = p->report;
	markup_open(m, "ol");
	for (size_t i = 0; i < r->section_count;) {
		markup_open(m, "li");
		put_entry(m, &r->sections[i++]);
		bool inner = i < r->section_count && r->sections[i].level > 2;
		if (inner)
			markup_open(m, "ol");
		for (; i < r->section_count && r->sections[i].level > 2; i++) {
			markup_open(m, "li");
			put_entry(m, &r->sections[i]);
			markup_close(m, "li");
		}
		if (inner)
			markup_close(m, "ol");
		markup_close(m, "li");
	}
	markup_close(m, "ol");
}

/* ---- the head of the page ---- */

static void
slot_title(struct markup *m, const struct page *p)
{
	markup_text(m, p->report->title);
}

/* A digest as the policy wants it: the hexadecimal text in base 64. */
static void
put_digest(struct markup *m, const char *hex)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = 0;
	int bit_count = 0, written = 0;
	for (; *hex != '\0'; hex++) {
		bits =
		    bits << 4 | (uint32_t)(*hex <= '9' ? *hex - '0' : *hex - 'a' + 10);
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
slot_policy(struct markup *m, const struct page *p)
{
	(void)p;
	markup_open(m, "meta");
	markup_attr_text(m, "http-equiv", "Content-Security-Policy");
	out_text(m->out,
	    " content=\"default-src 'none'; base-uri 'none'; form-action 'none'; "
	    "img-src data:; style-src 'sha256-");
	put_digest(m, asset_report_css_sha256);
	out_text(m->out, "'; script-src 'sha256-");
	put_digest(m, asset_report_js_sha256);
	out_text(m->out, "'\"");
	markup_empty(m);
}

static void
slot_style(struct markup *m, const struct page *p)
{
	(void)p;
	markup_open(m, "style");
	markup_raw(
	    m, (struct str){ (const char *)asset_report_css, asset_report_css_len });
	markup_close(m, "style");
}

/* ---- the answer ---- */

/* The class of the whole report, as a label. */
static const char *
class_label(const char *class)
{
	static const struct {
		const char *class, *label;
	} labels[] = { { "leak", "Leak" }, { "suspected", "Suspected leak" },
		{ "none", "No leak found" }, { "insufficient", "Too little data" } };
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcmp(labels[i].class, class) == 0)
			return labels[i].label;
	return class;
}

/* "2026-11-22 08:41:15 to 09:41:15 UTC": the day only where it is another one. */
static void
put_time(struct markup *m, struct str moment, bool with_day)
{
	markup_open(m, "time");
	markup_attr(m, "datetime", moment);
	if (with_day) {
		markup_text(m, str_from_to(moment, 0, 10));
		markup_print(m, " ");
	}
	markup_text(m, str_from_to(moment, 11, 19));
	markup_close(m, "time");
}

static void
put_span_of_time(struct markup *m, int64_t from_ms, int64_t to_ms)
{
	char from_buf[WHEN_TEXT_SIZE], to_buf[WHEN_TEXT_SIZE];
	if (from_ms == WHEN_UNKNOWN)
		return;
	struct str from = str_from(when_text(from_ms, from_buf));
	markup_open(m, "span");
	put_time(m, from, true);
	if (to_ms > from_ms) {
		struct str to = str_from(when_text(to_ms, to_buf));
		markup_print(m, " to ");
		put_time(
		    m, to, !str_eq(str_from_to(from, 0, 10), str_from_to(to, 0, 10)));
	}
	markup_print(m, " UTC");
	markup_close(m, "span");
}

/* What and when: the host, its system, the time that was captured. */
static void
slot_subject(struct markup *m, const struct page *p)
{
	const struct report *r = p->report;
	const struct str system[] = { r->system, r->release, r->machine };
	if (r->host.len > 0) {
		markup_element(m, "b", NULL, r->host);
		markup_print(m, "\n");
	}
	if (r->system.len > 0) {
		markup_open(m, "span");
		for (size_t i = 0; i < 3; i++) {
			if (i > 0 && system[i].len > 0)
				markup_print(m, " ");
			markup_text(m, system[i]);
		}
		markup_close(m, "span");
		markup_print(m, "\n");
	}
	put_span_of_time(m, r->started_ms, r->ended_ms);
}

/* The first sentence is the headline; what more there is stands under it, smaller. */
static void
put_summary(struct markup *m, struct str summary)
{
	size_t end;
	bool more = str_find(summary, ". ", &end);
	markup_open(m, "h1");
	prose_markup(m, more ? str_from_to(summary, 0, end + 1) : summary);
	if (more) {
		markup_print(m, " ");
		prose_element(m, "span", NULL, str_skip(summary, end + 2));
	}
	markup_close(m, "h1");
}

static void
slot_verdict(struct markup *m, const struct page *p)
{
	const struct report *r = p->report;
	markup_open_class(m, "div", "answer");
	markup_attr_text(m, "data-verdict", r->verdict_class);
	verdict_markup(
	    m, str_from(r->verdict_class), str_from(class_label(r->verdict_class)));
	put_summary(m, r->summary);
	figures_markup(m, r->figures, r->figure_count);
	if (r->forecast.len > 0)
		prose_element(m, "p", NULL, r->forecast);
	prose_element(m, "p", "completeness", r->completeness);
	markup_close(m, "div");
}

/* ---- the foot of the page ---- */

static void
slot_generator(struct markup *m, const struct page *p)
{
	markup_print(m, p->report->generator);
}

/* The whole report as data, so that it can be had back from the page. */
static void
slot_data(struct markup *m, const struct page *p)
{
	markup_open(m, "script");
	markup_attr_text(m, "type", "application/json");
	markup_attr_text(m, "id", "seep-report");
	struct json j;
	json_init(&j, markup_content(m));
	j.script = true;
	j.compact[0] = true;
	report_json(&j, p->report, p->options->all);
	markup_close(m, "script");
}

static void
slot_script(struct markup *m, const struct page *p)
{
	(void)p;
	markup_open(m, "script");
	markup_raw(
	    m, (struct str){ (const char *)asset_report_js, asset_report_js_len });
	markup_close(m, "script");
}

/* ---- the skeleton ---- */

static const struct {
	const char *name;
	void (*fill)(struct markup *m, const struct page *p);
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
fill_slot(struct markup *m, const struct page *p, struct str name)
{
	for (size_t i = 0; i < sizeof(slots) / sizeof(slots[0]); i++) {
		if (str_is(name, slots[i].name)) {
			slots[i].fill(m, p);
			return;
		}
	}
	bool slot_is_known = false;
	assert(slot_is_known);
}

void
render_html(struct out *o, const struct report *r, const struct render_options *options)
{
	struct markup m;
	markup_init(&m, o);
	const struct page p = { r, options };
	struct str skeleton = { (const char *)asset_page_html, asset_page_html_len };
	static const char open[] = "<!--slot:";
	size_t at;
	while (str_find(skeleton, open, &at)) {
		markup_raw(&m, str_from_to(skeleton, 0, at));
		skeleton = str_skip(skeleton, at + sizeof(open) - 1);
		struct str name = str_cut(&skeleton, '-');
		skeleton = str_skip(skeleton, 2); /* the rest of --> */
		fill_slot(&m, &p, name);
	}
	markup_raw(&m, skeleton);
}

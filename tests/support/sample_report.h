#ifndef SUPPORT_SAMPLE_REPORT_H
#define SUPPORT_SAMPLE_REPORT_H

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/out.h"
#include "base/when.h"
#include "render/render.h"
#include "report/report.h"

/* A hand-made report: one suspect with a name of the test's choice in every place where a name can stand. */
#define SAMPLE_START INT64_C(1795336875000) /* 2026-11-22T08:41:15Z */

/* What a hostile machine would call its processes. */
#define HOSTILE                                                              \
	"</script></title><!--<script>alert(1)</script>\"'>&amp;<img src=x " \
	"onerror=alert(1)>\x1b[31m\r\n\t"                                    \
	"\x01\x7f\x80\xff\xc0\xaf\xed\xa0\x80\xe2\x80\xae\xe2\x80\x8b\xc2\x9b]]>"

struct sample {
	struct report report;
	struct report_finding finding;
	struct report_metric metric;
	struct report_evidence evidence[3];
	struct report_damage damage;
	struct str advice;
	struct section sections[2];
	struct block blocks[7];
	struct item items[3];
	struct column columns[4];
	struct cell cells[8];
	struct line lines[4];
	double at_s[3], value[3], low[3];
};

static struct cell
sample_cell(enum cell_kind kind, double number)
{
	return (struct cell){ .kind = kind, .number = number, .low = NAN, .high = NAN };
}

static void
sample_finding(struct sample *s, struct str name)
{
	s->metric = (struct report_metric){ .metric = "rss",
		.unit = "bytes",
		.verdict = "leak",
		.score = 98.7,
		.start = 1000,
		.end = 9000,
		.slope = 477,
		.slope_low = 470,
		.slope_high = 484,
		.theil_sen = 476,
		.p = 1e-9,
		.q = 1e-7 };
	for (int i = 0; i < 3; i++) {
		s->evidence[i] =
		    (struct report_evidence){ "never-falls", 0.5, 1 - i, name };
		s->items[i] = (struct item){ 1 - i, name };
	}
	s->finding = (struct report_finding){ .rank = 1,
		.id = name,
		.name = name,
		.fingerprint = STR("0f"),
		.kind = "process",
		.verdict = "suspected",
		.severity = "high",
		.pid = 469,
		.material = true,
		.share = 0.93,
		.share_low = 0.9,
		.share_high = 0.96,
		.onset_ms = SAMPLE_START,
		.metrics = &s->metric,
		.metric_count = 1,
		.evidence = s->evidence,
		.evidence_count = 3,
		.smallest_visible = 14 };
	s->damage =
	    (struct report_damage){ "torn-frame", "frame", 3, name, 8812, name };
	s->advice = name;
}

static void
sample_chart(struct sample *s, struct block *b, struct str name)
{
	static const double at_s[] = { 0, 1800, 3600 }, value[] = { 1e6, 2e6, 3e6 },
			    low[] = { 9e5, 18e5, 27e5 };
	memcpy(s->at_s, at_s, sizeof(at_s));
	memcpy(s->value, value, sizeof(value));
	memcpy(s->low, low, sizeof(low));
	for (int i = 0; i < 4; i++)
		s->lines[i] = (struct line){ name, (enum line_style)i, 3, s->at_s,
			s->value, s->low };
	b->chart = (struct chart){ .unit = CELL_BYTES,
		.from_zero = true,
		.start_ms = SAMPLE_START,
		.end_s = 3600,
		.lines = s->lines,
		.line_count = 4,
		.summary = name,
		.marks_s = { 60, 70 },
		.mark_names = { "onset", "boot" },
		.mark_count = 2 };
}

static void
sample_page(struct sample *s, struct str name)
{
	for (int i = 0; i < 7; i++)
		s->blocks[i] = (struct block){ .kind = (enum block_kind)i,
			.caption = name,
			.text = name,
			.items = s->items,
			.item_count = 3,
			.folded = i == 6 };
	s->blocks[BLOCK_CHART].id = STR("chart");
	sample_chart(s, &s->blocks[BLOCK_CHART], name);
	s->columns[0] = (struct column){ "Name", "what it is called", false };
	s->columns[1] = (struct column){ "Growth", NULL, true };
	s->columns[2] = (struct column){ "Verdict", NULL, false };
	s->columns[3] = (struct column){ "Change", NULL, true };
	for (int i = 0; i < 8; i++)
		s->cells[i] = sample_cell(i % 4 == 0   ? CELL_NAME
					  : i % 4 == 1 ? CELL_BYTES_RATE
					  : i % 4 == 2 ? CELL_VERDICT
						       : CELL_CHANGE,
		    i < 4 ? -2048 : 0);
	s->cells[0].text = s->cells[4].text = name;
	s->cells[0].link = STR("suspect-1");
	s->cells[2].text = STR("leak");
	s->cells[6].text = STR("stable");
	s->cells[1].low = -4096;
	s->cells[1].high = -1024;
	s->blocks[BLOCK_TABLE].table = (struct table){ s->columns, 4, s->cells, 2, 1 };
	s->blocks[BLOCK_FACTS].table = (struct table){ s->columns, 2, s->cells, 1, 0 };
	s->sections[0] =
	    (struct section){ .id = STR("suspects"), .title = name, .level = 2 };
	s->sections[1] = (struct section){ .id = STR("suspect-1"),
		.title = name,
		.level = 3,
		.lead = name,
		.verdict = "suspected",
		.figures = { { "Growth", name, name } },
		.figure_count = 1,
		.blocks = s->blocks,
		.block_count = 7 };
}

/* s must outlive the report. */
static inline const struct report *
sample_report(struct sample *s, struct str name)
{
	*s = (struct sample){ 0 };
	sample_finding(s, name);
	sample_page(s, name);
	s->report = (struct report){ .source = name,
		.host = name,
		.system = name,
		.release = name,
		.machine = STR(""),
		.layout = "seep",
		.state = "aborted",
		.started_ms = SAMPLE_START,
		.ended_ms = SAMPLE_START + 3600000,
		.samples = 720,
		.interval_s = 5,
		.uptime_s = NAN,
		.in_flight = name,
		.boots = 1,
		.bytes_read = 28311552,
		.damage = &s->damage,
		.damage_count = 1,
		.verdict_class = "suspected",
		.where = { "process" },
		.where_count = 1,
		.summary = name,
		.exhaustion_eta_s = NAN,
		.exhaustion_low_s = NAN,
		.exhaustion_high_s = NAN,
		.forecast = name,
		.findings = &s->finding,
		.finding_count = 1,
		.named_count = 1,
		.advice = &s->advice,
		.advice_count = 1,
		.completeness = name,
		.title = name,
		.sections = s->sections,
		.section_count = 2,
		.generator = "seep 0.1.0" };
	for (int i = 0; i < REPORT_ANSWERS; i++)
		s->report.answers[i] =
		    (struct report_answer){ "busy", "usual", name, name };
	return &s->report;
}

/* What a renderer writes, NUL-terminated. */
static inline const char *
rendered(struct arena *a, const struct report *r,
    void (*render)(struct out *, const struct report *, const struct render_options *),
    struct render_options options)
{
	struct out *o = out_memory(a);
	render(o, r, &options);
	return str_copy(a, out_written(o)).ptr;
}

#endif

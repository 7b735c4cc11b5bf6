#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "analyse/analysis.h"
#include "report/build.h"
#include "report/phrase.h"
#include "report/words.h"

/*
 * The report while it is being built: what the rooms of this floor share. Each section_… of a room adds its sections; build_report.c decides
 * the order. Everything lives in perm; scratch is rewound by whoever decodes points.
 */
struct page {
	struct arena *perm, *scratch;
	const struct analysis *a;
	const struct report_facts *facts;
	struct report *r;
	size_t section_capacity;
	size_t block_capacity; /* of the section that was added last */
	bool clock;            /* the capture tells time: rates and dates exist */
	int64_t start_ms;      /* moment of second 0 of all points; WHEN_UNKNOWN: no clock */
};

/* ---- build_report.c: the parts a page is made of ---- */
struct section *add_section(struct page *p, const char *id, const char *title_key, int level);
struct block *add_block(struct page *p, enum block_kind kind, const char *id);
void add_text(struct page *p, struct str text);
void add_figure(struct section *s, const char *label, struct str value, struct str detail);
struct item *add_item(struct page *p, struct block *b, int direction, struct str text);
/* An empty table of row_count rows whose cells are to be set; cells not set are empty. */
struct table *add_table(struct page *p, const char *id, const char *caption_key,
    const struct column *columns, size_t column_count, size_t row_count);
struct cell *row_cells(struct table *t, size_t row);
/* One name and value of BLOCK_FACTS; *used counts the rows set. */
void add_fact(struct table *t, size_t *used, const char *name, struct cell value);

/* ---- cells.c: values as cells and as words ---- */
struct cell cell_number(enum cell_kind kind, double number); /* NAN: an empty cell */
struct cell cell_text(struct str text);
struct cell cell_name(struct page *p, struct str name);
struct cell cell_rate(const struct finding *f, const struct judgement *j); /* with its interval */
struct cell cell_amount(const struct finding *f, const struct judgement *j, double amount);
struct cell cell_time(int64_t at_ms);
bool is_bytes(const struct finding *f, const struct judgement *j);
enum cell_kind unit_of(const struct finding *f, const struct judgement *j);
struct str text_of(struct page *p, const char *(*fmt)(char *, double), double value);
struct str rate_text(struct page *p, const struct finding *f, const struct judgement *j);
int64_t moment(const struct page *p, double at_s); /* WHEN_UNKNOWN without a clock */
/* "The kernel zone socket", and the same within a sentence. */
struct str subject(struct page *p, const struct finding *f);
struct str subject_within(struct page *p, const struct finding *f);
/* An entity's name with what tells it from others of the same: pid, size, ordinal. */
struct str full_name(struct page *p, const struct finding *f);
/* id of the card of a finding; empty: it has none. */
struct str card_id(struct page *p, const struct finding *f);
struct str evidence_text(struct page *p, const struct finding *f, const struct evidence *e);

/* ---- charts.c ---- */
struct chart chart_of_finding(struct page *p, const struct finding *f, const struct judgement *j);
struct chart chart_of_memory(struct page *p);
struct cell cell_spark(struct page *p, const struct finding *f, const struct judgement *j);

/* ---- facts.c: the promised facts of seep-report/1, and the verdict in words ---- */
void tell_facts(struct page *p);

/* ---- the sections, in the order of the page ---- */
void section_suspects(struct page *p); /* suspects.c */
void section_answers(struct page *p);  /* machine.c */
void section_memory(struct page *p);   /* machine.c */
void section_kernel(struct page *p);   /* tables.c */
void section_processes(struct page *p);
void section_descriptors(struct page *p);
void section_capture(struct page *p);  /* capture.c */
void section_texts(struct page *p);

#endif

#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/map.h"
#include "report/build.h"
#include "report/phrase.h"
#include "report/words.h"

/*
 * The report while it is being written; what the rooms of this floor share. Sections and blocks are added in the order in which they are read; a pointer to
 * one is good until the next one is added.
 */
struct page {
	struct arena *perm, *scratch;
	const struct analysis *a;
	struct report *r;
	bool clock;
	int64_t start_ms; /* of second 0; WHEN_UNKNOWN: no clock */
	double end_s;     /* of the last sample; without a clock its number */
	struct map ids;   /* of the findings; by_id is the first of each */
	uint32_t *by_id;
	size_t section_capacity, block_capacity;
	enum diag_code damage_code[DIAG_CODE_COUNT]; /* of each of r->damage */
};

/* An empty report over an analysis (NULL: none), its findings indexed. */
void page_init(
    struct page *p, struct arena *perm, struct arena *scratch, const struct analysis *a);

#define CARDS_MOST 20 /* suspects beyond have their rows in the tables */

/* ---- page.c: sections, blocks, rows, cells ---- */
struct section *page_section(struct page *p, int level, const char *id, struct str title);
/* A section of fixed title, from the words: its key is the id. */
struct section *page_part(struct page *p, const char *id);
/* Ids of blocks are made unique by the id of their section. */
struct block *page_block(
    struct page *p, enum block_kind kind, const char *id, struct str caption);
void page_text(struct page *p, const char *id, struct str text);
void page_fold(struct page *p); /* the last block is shown closed at first */

/* The table of a new block; most is the largest number of rows. */
struct table *page_table(struct page *p, const char *id, struct str caption,
    const struct column *columns, size_t column_count, size_t most);
struct cell *page_row(struct table *t);
/* Name and value; a value that is not known gives no row. */
struct table *page_facts(struct page *p, const char *id, struct str caption, size_t most);
void page_fact(struct table *t, const char *words_key, struct cell value);

struct cell cell_text(struct str text);
struct cell cell_name(struct str name);
struct cell cell_number(enum cell_kind kind, double number); /* NAN: an empty cell */
struct cell cell_interval(enum cell_kind kind, struct rate rate); /* with low and high */
struct cell cell_per_hour(const struct page *p, enum cell_kind unit, struct rate rate);
struct cell cell_visible(const struct page *p, enum cell_kind unit, double per_second);
struct cell cell_time(int64_t at_ms);
struct cell cell_verdict(enum verdict verdict);

void figure_add(struct figure *figures, size_t *count, const char *words_key, struct str value,
    struct str detail);

/* ---- rows.c: findings as rows, by the columns that a table shows ---- */
enum finding_column {
	SHOW_NAME,
	SHOW_LABEL, /* the name with its kind */
	SHOW_PID,
	SHOW_LIVES,
	SHOW_SIZE,
	SHOW_METRIC,
	SHOW_START,
	SHOW_END,
	SHOW_CHANGE,
	SHOW_RATE,
	SHOW_SCORE,
	SHOW_VERDICT,
	SHOW_REASON, /* why it is not named by itself */
	SHOW_COURSE,
	SHOW_VISIBLE,
	SHOW_COUNT
};

struct finding_table {
	struct table *table;
	enum finding_column show[SHOW_COUNT];
	size_t show_count;
};

struct finding_table rows_table(struct page *p, const char *id, struct str caption,
    const enum finding_column *show, size_t show_count, size_t most);
void rows_add(struct page *p, struct finding_table *t, const struct finding *f,
    const struct judgement *j);

/* ---- quantity.c: in which unit a metric is told ---- */
enum cell_kind quantity_unit(const struct entity *e, enum metric metric); /* CELL_BYTES or CELL_COUNT */
enum cell_kind unit_change(enum cell_kind unit);
double judged_rate(const struct page *p, double per_second); /* NAN without a clock */
double measured(const struct judgement *j, double value);    /* NAN without a point */
double judged_score(const struct judgement *j);              /* NAN when there was too little data */

/* ---- names.c: how findings are called ---- */
void index_findings(struct page *p);
const struct finding *finding_of(const struct page *p, struct str id); /* NULL: not listed */
struct str finding_anchor(struct page *p, const struct finding *f); /* of its card; empty: it has none */
struct str say_own_name(struct page *p, const struct entity *e); /* the name alone, told from others of the same */
struct str say_subject(struct page *p, const struct finding *f); /* The kernel zone socket */
struct str say_label(struct page *p, const struct finding *f);   /* zone socket */
/* What a name in a statement stands for: a finding, one of our own terms, or itself. */
struct str say_reference(struct page *p, struct str name);

/* ---- say.c: sentences ---- */
struct str say(struct page *p, enum words_set set, const char *key, const struct phrase *phrase);
struct str say_page(const char *key); /* a fixed text */
struct str say_evidence(struct page *p, const struct finding *f, const struct evidence *e);
struct str say_answer(struct page *p, const struct answer *a);
struct str say_advice(struct page *p, const struct advice *a);
struct str say_forecast(struct page *p, const struct forecast *f);
struct str say_wall(struct page *p, const struct forecast *f); /* what runs out */
struct str say_summary(struct page *p);
double rate_width(const struct rate *rate); /* half of its interval, as a share of it; NAN: unknown */
bool wall_is_reached(const struct forecast *f); /* no time is left that is worth a number */
bool has_appeared(const struct finding *f); /* it was not there when the capture began */
double onset_width(const struct judgement *j); /* seconds to either side; NAN: unknown */

/* ---- sensitivity.c ---- */
/* A leak of so many bytes per second would have been seen in nine of ten series of these kinds; NAN: none was judged. */
double visible_in(const struct page *p, unsigned kinds, size_t *count);

/* ---- chart.c ---- */
void chart_of_finding(struct page *p, const struct finding *f, struct str caption);
void chart_of_memory(struct page *p);
struct cell cell_course(struct page *p, const struct entity *e, enum metric metric); /* empty: it is constant */

/* ---- the parts of the page, in order ---- */
void facts_of_findings(struct page *p, bool all);  /* findings.c */
void part_suspects(struct page *p);      /* suspects.c */
void figures_of_finding(
    struct page *p, const struct finding *f, struct figure *figures, size_t *count);
void part_unnamed(struct page *p);
void part_answers(struct page *p);       /* machine.c */
void part_memory(struct page *p);
void part_attribution(struct page *p);
void part_kernel(struct page *p);        /* tables.c */
void part_processes(struct page *p);
void part_descriptors(struct page *p);
void part_limits(struct page *p);        /* limits.c */
void part_sensitivity(struct page *p);   /* sensitivity.c */
void part_run(struct page *p);           /* capture.c */
void part_completeness(struct page *p);
void part_texts(struct page *p);
void part_legend(struct page *p);
void part_collector(struct page *p);     /* collector.c */

#endif

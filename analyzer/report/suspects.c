#include <math.h>

#include "base/fmt.h"
#include "base/when.h"
#include "report/page.h"

#include "base/banned.h"

#define CARDS_MOST 20     /* suspects beyond are in the tables only */
#define METRICS_DRAWN 3
#define FOLLOWERS_MOST 12

/* ---- one card ---- */

static void
figures(struct page *p, struct section *s, const struct finding *f)
{
	const struct judgement *j = &f->judged[0];
	if (p->clock && !isnan(j->rate.value)) {
		char low[FMT_SIZE], high[FMT_SIZE];
		const char *(*fmt)(char *, double) =
		    is_bytes(f, j) ? fmt_bytes_rate : fmt_count_rate;
		struct str interval =
		    isnan(j->rate.low) ? STR("")
				       : str_print(p->perm, "%s to %s", fmt(low, j->rate.low),
					     fmt(high, j->rate.high));
		add_figure(s, "growth", rate_text(p, f, j), interval);
	}
	const char *(*amount)(char *, double) = is_bytes(f, j) ? fmt_bytes : fmt_count;
	char start[FMT_SIZE], end[FMT_SIZE];
	add_figure(s, "in this run", text_of(p, amount, j->growth),
	    str_print(p->perm, "%s to %s", amount(start, j->start), amount(end, j->end)));
	add_figure(s, "share of the loss", text_of(p, fmt_percent, f->share), STR(""));
	if (!isnan(j->score))
		add_figure(s, "score", str_print(p->perm, "%.0f of 100", floor(j->score)),
		    str_from(severity_name(f->severity)));
}

static void
evidence_block(struct page *p, const struct finding *f)
{
	struct block *b = add_block(p, BLOCK_EVIDENCE, NULL);
	b->caption = str_from(words(WORDS_PAGE, "evidence"));
	for (int direction = 1; direction >= -1; direction--)
		for (size_t i = 0; i < f->evidence_count; i++)
			if (f->evidence[i].direction == direction)
				add_item(p, b, direction, evidence_text(p, f, &f->evidence[i]));
}

static void
charts_block(struct page *p, const struct finding *f, struct str card)
{
	for (size_t i = 0; i < f->judged_count && i < METRICS_DRAWN; i++) {
		const struct judgement *j = &f->judged[i];
		if (j->count < 2 || (i > 0 && (j->constant || !is_bytes(f, j))))
			continue;
		struct block *b = add_block(p, BLOCK_CHART, NULL);
		b->id = str_print(p->perm, "%.*s-chart-%zu", (int)card.len, card.ptr, i);
		b->chart = chart_of_finding(p, f, j);
		b->caption = b->chart.summary;
		b->folded = i > 0;
	}
}

static void
add_number(struct page *p, struct table *t, size_t *used, const char *name, double value)
{
	char buf[FMT_SIZE];
	if (!isnan(value))
		add_fact(t, used, name, cell_text(str_copy(p->perm, str_from(fmt_p(buf, value)))));
}

/* What the statistics say, for those who know them. */
static void
numbers_block(struct page *p, const struct finding *f, struct str card)
{
	const struct judgement *j = &f->judged[0];
	static const struct column columns[] = { { "statistic", NULL, false },
		{ "value", NULL, true } };
	struct block *b = add_block(p, BLOCK_FACTS, NULL);
	b->id = str_print(p->perm, "%.*s-numbers", (int)card.len, card.ptr);
	b->caption = str_from(words(WORDS_PAGE, "numbers"));
	b->folded = true;
	b->table = (struct table){ columns, 2, arena_array(p->perm, 32, sizeof(struct cell)), 16,
		0 };
	size_t used = 0;
	struct table *t = &b->table;
	bool bytes = is_bytes(f, j);
	enum cell_kind rate = bytes ? CELL_BYTES_RATE : CELL_COUNT_RATE;
	add_fact(t, &used, "id", cell_name(p, f->id));
	add_fact(t, &used, "fingerprint", cell_text(f->fingerprint));
	add_fact(t, &used, "points", cell_number(CELL_COUNT, (double)j->count));
	add_number(p, t, &used, "floor-trend test, p", j->p);
	add_number(p, t, &used, "q over all series", j->q);
	if (p->clock) {
		struct cell c = cell_number(rate, j->theil_sen);
		c.low = j->theil_sen_low;
		c.high = j->theil_sen_high;
		add_fact(t, &used, "Theil–Sen slope", c);
		add_fact(t, &used, "least squares slope", cell_number(rate, j->ols));
		if (!isnan(j->r_squared))
			add_fact(t, &used, "R²",
			    cell_text(str_print(p->perm, "%.3f", j->r_squared)));
		add_fact(t, &used, "smallest leak that would show",
		    cell_number(rate, j->smallest_visible));
	}
	add_number(p, t, &used, "Mann–Kendall, p", j->kendall_p);
	t->row_count = used;
}

/* Findings that follow this one are told here and nowhere else. */
static void
followers_block(struct page *p, const struct finding *f)
{
	const struct analysis *a = p->a;
	struct block *b = NULL;
	for (size_t i = 0; i < a->finding_count; i++) {
		const struct finding *child = &a->findings[i];
		if (child->parent != f || child->verdict > VERDICT_BOUNDED)
			continue;
		if (b == NULL) {
			b = add_block(p, BLOCK_LIST, NULL);
			b->caption = str_from(words(WORDS_PAGE, "followers"));
		}
		if (b->item_count == FOLLOWERS_MOST)
			break;
		struct str name = subject(p, child), rate = rate_text(p, child, child->judged);
		add_item(p, b, 0,
		    p->clock && rate.len > 0 ? str_print(p->perm, "%.*s, growing by %.*s",
						   (int)name.len, name.ptr, (int)rate.len,
						   rate.ptr)
					     : name);
	}
}

static void
card(struct page *p, const struct finding *f, size_t rank)
{
	struct section *s = add_section(p, NULL, NULL, 3);
	struct str name = full_name(p, f);
	const char *kind = words(WORDS_KIND_OF_ONE, kind_name(f->entity->kind));
	s->id = card_id(p, f);
	s->title = str_print(
	    p->perm, "%zu. %s %.*s", rank, kind, (int)name.len, name.ptr);
	s->verdict = verdict_name(f->verdict);
	s->lead = f->note;
	figures(p, s, f);
	struct str id = s->id;
	charts_block(p, f, id);
	evidence_block(p, f);
	followers_block(p, f);
	if (f->look_next.len > 0) {
		struct phrase phrase = { NULL, 0, f->look_next, STR(""), CELL_COUNT, p->start_ms };
		add_text(p, phrase_fill(p->perm, words(WORDS_PAGE, "look-next"), &phrase));
	}
	numbers_block(p, f, id);
}

/* Where nothing was found: how small a leak would have been seen in the entities that matter most. */
static void
sensitivity_table(struct page *p)
{
	static const struct column columns[] = {
		{ "what", NULL, false },
		{ "kind", NULL, false },
		{ "size at the end", NULL, true },
		{ "a leak above this would show", "per unit of time; smaller ones hide in noise, "
						  "or are too small to matter",
		    true },
	};
	const struct analysis *a = p->a;
	size_t rows = 0;
	for (size_t i = 0; i < a->finding_count; i++)
		rows += a->findings[i].judged[0].smallest_visible > 0;
	if (!p->clock || rows == 0)
		return;
	struct table *t =
	    add_table(p, "sensitivity", "sensitivity", columns, 4, rows);
	t->first_rows = 10;
	size_t row = 0;
	for (size_t i = 0; i < a->finding_count; i++) {
		const struct finding *f = &a->findings[i];
		const struct judgement *j = &f->judged[0];
		if (!(j->smallest_visible > 0))
			continue;
		struct cell *c = row_cells(t, row++);
		c[0] = cell_name(p, full_name(p, f));
		c[1] = cell_text(str_from(kind_name(f->entity->kind)));
		c[2] = cell_amount(f, j, j->end);
		c[3] = cell_number(
		    is_bytes(f, j) ? CELL_BYTES_RATE : CELL_COUNT_RATE, j->smallest_visible);
	}
}

void
section_suspects(struct page *p)
{
	const struct analysis *a = p->a;
	if (a->named_count == 0) {
		add_section(p, "suspects", "no-suspects", 2);
		add_text(p, str_from(words_find(WORDS_PAGE, p->r->verdict_class)));
		sensitivity_table(p);
		return;
	}
	struct section *s = add_section(p, "suspects", "suspects", 2);
	char count[FMT_SIZE];
	if (a->named_count > CARDS_MOST)
		s->lead = str_print(p->perm, "The first %d of %s; the others stand in the tables.",
		    CARDS_MOST, fmt_count(count, (double)a->named_count));
	for (size_t i = 0; i < a->named_count && i < CARDS_MOST; i++)
		card(p, &a->findings[i], i + 1);
}

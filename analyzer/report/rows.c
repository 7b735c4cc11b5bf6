#include <math.h>
#include <string.h>

#include "base/die.h"
#include "report/page.h"

#include "base/banned.h"

static const struct column columns[SHOW_COUNT] = {
	[SHOW_NAME] = { "Name", NULL, false },
	[SHOW_LABEL] = { "What", NULL, false },
	[SHOW_PID] = { "Pid", NULL, true },
	[SHOW_LIVES] = { "Lives", "processes of this name that were seen in all",
	    true },
	[SHOW_SIZE] = { "Item size", "bytes of one item", true },
	[SHOW_METRIC] = { "Measured", NULL, false },
	[SHOW_START] = { "Start", NULL, true },
	[SHOW_END] = { "End", NULL, true },
	[SHOW_CHANGE] = { "Change", NULL, true },
	[SHOW_RATE] = { "Per hour", "growth rate with its 95 % interval", true },
	[SHOW_SCORE] = { "Score",
	    "0 to 100: how much the series by itself looks like a leak; what is known "
	    "about it "
	    "is not in it",
	    true },
	[SHOW_VERDICT] = { "Verdict", NULL, false },
	[SHOW_REASON] = { "Why", NULL, false },
	[SHOW_COURSE] = { "Course", NULL, false },
	[SHOW_VISIBLE] = { "Visible per hour",
	    "the slowest steady leak that would most likely have been seen", true },
};

/* Of a single sample there is only its size; without a clock there are no rates. */
static bool
is_shown(const struct page *p, enum finding_column column)
{
	if (column == SHOW_RATE)
		return p->clock && p->end_s > 0;
	bool course = column == SHOW_START || column == SHOW_CHANGE ||
		      column == SHOW_SCORE || column == SHOW_VERDICT ||
		      column == SHOW_COURSE;
	return p->end_s > 0 || !course;
}

struct finding_table
rows_table(struct page *p, const char *id, struct str caption,
    const enum finding_column *show, size_t show_count, size_t most)
{
	struct finding_table t = { .show_count = 0 };
	struct column *shown = arena_array(p->perm, show_count, sizeof(*shown));
	for (size_t i = 0; i < show_count; i++) {
		if (!is_shown(p, show[i]))
			continue;
		t.show[t.show_count] = show[i];
		shown[t.show_count++] = columns[show[i]];
		if (show[i] == SHOW_END && !(p->end_s > 0))
			shown[t.show_count - 1].title = "Size";
	}
	t.table = page_table(p, id, caption, shown, t.show_count, most);
	return t;
}

/*
 * What decided over a finding that is not named by itself: its parent, what is known of it, what it is too small for; else the first that
 * speaks against it.
 */
static struct str
say_reason(struct page *p, const struct finding *f)
{
	static const char *const weighty[] = { "follows", "same-memory", "belongs-to",
		"one-process", "overhead", "mirror", "by-collecting", "turnover",
		"one-of-many", "below-bound", "bound-unknown", "reclaimable",
		"only-free", "vsz-alone", "immaterial" };
	for (size_t r = 0; r < sizeof(weighty) / sizeof(weighty[0]); r++)
		for (size_t i = 0; i < f->evidence_count; i++)
			if (strcmp(f->evidence[i].id, weighty[r]) == 0)
				return say_evidence(p, f, &f->evidence[i]);
	for (size_t i = 0; i < f->evidence_count; i++)
		if (f->evidence[i].direction < 0)
			return say_evidence(p, f, &f->evidence[i]);
	return STR("");
}

static struct cell
cell_linked(struct page *p, const struct finding *f, struct str name)
{
	struct cell c = cell_name(name);
	c.link = finding_anchor(p, f);
	return c;
}

static struct cell
cell_pid(struct page *p, const struct entity *e)
{
	if (e->pid < 0)
		return cell_number(CELL_COUNT, NAN);
	struct cell c = cell_text(str_print(p->perm, "%lld", (long long)e->pid));
	c.number = (double)e->pid;
	return c;
}

static struct cell
cell_of(struct page *p, enum finding_column column, const struct finding *f,
    const struct judgement *j)
{
	const struct entity *e = f->entity;
	enum cell_kind unit = quantity_unit(e, j->metric);
	switch (column) {
	case SHOW_NAME:
		return cell_linked(p, f, say_own_name(p, e));
	case SHOW_LABEL:
		return cell_linked(p, f, say_label(p, f));
	case SHOW_PID:
		return cell_pid(p, e);
	case SHOW_LIVES:
		return cell_number(CELL_COUNT, (double)e->life_count);
	case SHOW_SIZE:
		return cell_number(
		    CELL_COUNT, e->item_size > 0 ? (double)e->item_size : NAN);
	case SHOW_METRIC:
		return cell_text(str_from(words(WORDS_METRIC, metric_name(j->metric))));
	case SHOW_START:
		return cell_number(unit, measured(j, j->start));
	case SHOW_END:
		return cell_number(unit, measured(j, j->end));
	case SHOW_CHANGE:
		return cell_number(
		    unit_change(unit), j->count > 1 ? j->end - j->start : NAN);
	case SHOW_RATE:
		return cell_per_hour(p, unit, j->rate);
	case SHOW_SCORE:
		return cell_number(CELL_SCORE, judged_score(j));
	case SHOW_VERDICT:
		return cell_verdict(j->verdict);
	case SHOW_REASON:
		return cell_text(say_reason(p, f));
	case SHOW_COURSE:
		return cell_course(p, e, j->metric);
	case SHOW_VISIBLE:
		return cell_visible(p, unit, j->smallest_visible);
	case SHOW_COUNT:
		break;
	}
	assert(column < SHOW_COUNT);
	return cell_number(CELL_COUNT, NAN);
}

void
rows_add(struct page *p, struct finding_table *t, const struct finding *f,
    const struct judgement *j)
{
	struct cell *row = page_row(t->table);
	for (size_t i = 0; i < t->show_count; i++)
		row[i] = cell_of(p, t->show[i], f, j);
}

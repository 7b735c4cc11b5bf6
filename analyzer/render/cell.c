#include "render/cell.h"

#include <math.h>
#include <string.h>

#include "base/fmt.h"
#include "base/when.h"
#include "render/prose.h"
#include "render/svg.h"

#include "base/banned.h"

#define MINUS "\xe2\x88\x92" /* U+2212: as wide as a plus */

static bool
is_number(enum cell_kind kind)
{
	switch (kind) {
	case CELL_EMPTY:
	case CELL_TEXT:
	case CELL_NAME:
	case CELL_TIME:
	case CELL_VERDICT:
	case CELL_SPARK:
		return false;
	default:
		return true;
	}
}

/* What a number is written with; NULL: the cell is no number. */
static const char *
write_number(char buf[FMT_SIZE], enum cell_kind kind, double number)
{
	switch (kind) {
	case CELL_BYTES:
	case CELL_CHANGE:
		return fmt_bytes(buf, number);
	case CELL_BYTES_RATE:
		return fmt_bytes_rate(buf, number);
	case CELL_COUNT:
	case CELL_COUNT_CHANGE:
		return fmt_count(buf, number);
	case CELL_COUNT_RATE:
		return fmt_count_rate(buf, number);
	case CELL_PERCENT:
	case CELL_BAR:
		return fmt_percent(buf, number);
	case CELL_SCORE:
		return fmt_count(buf, floor(number));
	case CELL_P:
		return fmt_p(buf, number);
	case CELL_DURATION:
		return fmt_duration(buf, number);
	default:
		return NULL;
	}
}

struct str
cell_words(const struct cell *c, char buf[FMT_SIZE])
{
	if (c->kind == CELL_EMPTY || c->kind == CELL_SPARK)
		return STR("");
	const char *number = write_number(buf, c->kind, c->number);
	if (number != NULL)
		return str_from(number);
	if (c->kind == CELL_TIME)
		return str_from(when_text(c->at_ms, buf));
	return c->text;
}

static void
number_markup(struct markup *m, struct str text)
{
	if (str_starts(text, "-")) {
		markup_print(m, MINUS);
		text = str_skip(text, 1);
	}
	markup_text(m, text);
}

/* " KB/s" of "35.2 KB/s"; empty for kinds whose text is more than number and unit. */
static struct str
unit_part(enum cell_kind kind, struct str text)
{
	size_t at;
	if (kind == CELL_DURATION || !str_last_char(text, ' ', &at))
		return STR("");
	return str_skip(text, at);
}

/* "35.8 to 70.2 KB/min"; nothing where both ends read the same. */
static void
interval_markup(struct markup *m, const struct cell *c)
{
	char low_buf[FMT_SIZE], high_buf[FMT_SIZE];
	if (isnan(c->low) || isnan(c->high) ||
	    write_number(low_buf, c->kind, c->low) == NULL)
		return;
	struct str low = str_from(low_buf);
	struct str high = str_from(write_number(high_buf, c->kind, c->high));
	if (str_eq(low, high))
		return;
	struct str unit = unit_part(c->kind, low);
	if (str_eq(unit, unit_part(c->kind, high)))
		low.len -= unit.len;
	markup_open_class(m, "span", "interval");
	number_markup(m, low);
	markup_print(m, " to ");
	number_markup(m, high);
	markup_close(m, "span");
}

/* 2026-11-22 08:41:00 UTC */
static void
time_markup(struct markup *m, int64_t at_ms)
{
	/* 2026-11-22T08:41:00Z */
	char text[WHEN_TEXT_SIZE];
	struct str moment = str_from(when_text(at_ms, text));
	markup_open(m, "time");
	markup_attr(m, "datetime", moment);
	markup_text(m, str_from_to(moment, 0, 10));
	markup_print(m, " ");
	markup_text(m, str_from_to(moment, 11, 19));
	markup_print(m, " UTC");
	markup_close(m, "time");
}

void
verdict_markup(struct markup *m, struct str verdict, struct str label)
{
	markup_open_class(m, "span", "verdict");
	markup_attr(m, "data-verdict", verdict);
	markup_text(m, label);
	markup_close(m, "span");
}

static void
content_markup(struct markup *m, const struct cell *c)
{
	char buf[FMT_SIZE];
	switch (c->kind) {
	case CELL_EMPTY:
		return;
	case CELL_TEXT:
		prose_markup(m, c->text);
		return;
	case CELL_NAME:
		markup_element(m, "code", NULL, c->text);
		return;
	case CELL_TIME:
		time_markup(m, c->at_ms);
		return;
	case CELL_VERDICT:
		verdict_markup(m, c->text, c->text);
		return;
	case CELL_SPARK:
		svg_spark(m, c);
		return;
	case CELL_BAR:
		svg_bar(m, c);
		break;
	case CELL_CHANGE:
	case CELL_COUNT_CHANGE:
		if (c->number > 0)
			markup_print(m, "+");
		break;
	default:
		break;
	}
	number_markup(m, str_from(write_number(buf, c->kind, c->number)));
	interval_markup(m, c);
}

void
cell_markup(struct markup *m, const struct cell *c)
{
	if (c->link.len > 0 && c->kind != CELL_EMPTY) {
		markup_open_link(m, c->link);
		content_markup(m, c);
		markup_close(m, "a");
	} else {
		content_markup(m, c);
	}
}

bool
cell_is_zero(const struct cell *c)
{
	return is_number(c->kind) && c->kind != CELL_BAR && fabs(c->number) <= 0;
}

/* Verdicts are sorted by what they ask of the reader. */
static double
place_of_verdict(struct str verdict)
{
	static const char *const order[] = { "insufficient", "none", "stable", "step",
		"cyclic", "growing-bounded", "suspected", "leak" };
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (str_is(verdict, order[i]))
			return (double)i;
	return -1;
}

bool
cell_sort_key(const struct cell *c, double *key)
{
	if (c->kind == CELL_TIME)
		*key = (double)c->at_ms;
	else if (c->kind == CELL_VERDICT)
		*key = place_of_verdict(c->text);
	else if (c->kind == CELL_SPARK || is_number(c->kind))
		*key = c->number;
	else
		return false;
	return isfinite(*key);
}

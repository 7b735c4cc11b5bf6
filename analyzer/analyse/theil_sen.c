#include "analyse/theil_sen.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "analyse/order.h"

#include "base/banned.h"

#define MS 1000.0                      /* times are rounded to them */
#define HALVES 2.0                     /* medians of whole numbers come in halves */
#define EXACT_BELOW 4503599627370496.0 /* 2^52: differences are exact too */
#define ENOUGH 24  /* times n: so few slopes are listed one by one */
#define DRAWS 2000 /* slopes drawn at random in a round */
#define TRIES 100  /* times DRAWS, before fewer must do */
#define WIDTH 2.5  /* standard errors around the rank that is looked for */

__extension__ typedef __int128 wide; /* holds any product of a value and a time */

/* rise / run with run >= 0; run 0 is an infinity of the sign of rise. */
struct ratio {
	int64_t rise, run;
};

struct point {
	wide key;
	uint32_t index;
};

struct slopes {
	size_t n;
	int64_t *x, *y;
	uint32_t *order, *merged;
	wide *key;
	struct point *points, *spare;
	struct ratio *drawn; /* at random; of all slopes, once they were asked for */
	size_t drawn_of_all;
	double *listed; /* the slopes of ranks first_listed and up */
	double first_listed, listed_count;
	uint64_t random;
};

/* Distances to the first, in units of 1/scale. False: too far, or not whole where that is needed. */
static bool
whole_numbers(const double *from, size_t n, double scale, bool exactly, int64_t *to)
{
	for (size_t i = 0; i < n; i++) {
		double v = (from[i] - from[0]) * scale, near = floor(v + 0.5);
		if (!(fabs(v) < EXACT_BELOW) || (exactly && (v < near || v > near)))
			return false;
		to[i] = (int64_t)near;
	}
	return true;
}

struct slopes *
slopes_open(const double *x, const double *y, size_t n, struct arena *scratch)
{
	struct slopes *s = arena_alloc(scratch, sizeof(*s));
	s->n = n;
	s->random = UINT64_C(
	    0x9e3779b97f4a7c15); /* the same for each series: the answer is exact anyway */
	s->x = arena_array(scratch, n, sizeof(*s->x));
	s->y = arena_array(scratch, n, sizeof(*s->y));
	if (n < 2 || n > UINT32_MAX || !whole_numbers(x, n, MS, false, s->x) ||
	    !whole_numbers(y, n, HALVES, true, s->y))
		return NULL;
	for (size_t i = 1; i < n; i++)
		if (s->x[i] <= s->x[i - 1])
			return NULL;
	s->order = arena_array(scratch, n, sizeof(*s->order));
	s->merged = arena_array(scratch, n, sizeof(*s->merged));
	s->key = arena_array(scratch, n, sizeof(*s->key));
	s->points = arena_array(scratch, n, sizeof(*s->points));
	s->spare = arena_array(scratch, n, sizeof(*s->spare));
	s->drawn = arena_array(scratch, DRAWS, sizeof(*s->drawn));
	s->listed = arena_array(scratch, ENOUGH * n + DRAWS, sizeof(*s->listed));
	return s;
}

double
slopes_count(const struct slopes *s)
{
	return (double)s->n * (double)(s->n - 1) / 2;
}

static wide
key_of(const struct slopes *s, struct ratio r, size_t i)
{
	return (wide)r.run * s->y[i] - (wide)r.rise * s->x[i];
}

static struct ratio
slope_of(const struct slopes *s, size_t i, size_t j)
{
	return (struct ratio){ s->y[j] - s->y[i], s->x[j] - s->x[i] };
}

static bool
is_less(struct ratio a, struct ratio b)
{
	return (wide)a.rise * b.run < (wide)b.rise * a.run;
}

static double
value_of(struct ratio r)
{
	return (double)r.rise / (double)r.run * (MS / HALVES);
}

/*
 * Sorts `order` by key and returns how many pairs were out of order; equal keys count as such only when `ties` says so. When
 * `listed` is given, the slope of each of these pairs is written there.
 */
static size_t
sort_counting(struct slopes *s, bool ties, double *listed)
{
	size_t inversions = 0;
	for (size_t width = 1; width < s->n; width *= 2) {
		const uint32_t *from = s->order;
		for (size_t at = 0; at < s->n; at += 2 * width) {
			size_t middle = at + width < s->n ? at + width : s->n;
			size_t end = middle + width < s->n ? middle + width : s->n;
			size_t left = at, right = middle;
			for (size_t k = at; k < end; k++) {
				bool out_of_order =
				    left < middle && right < end &&
				    (s->key[from[right]] < s->key[from[left]] ||
					(ties &&
					    s->key[from[right]] == s->key[from[left]]));
				for (size_t i = left;
				     listed != NULL && out_of_order && i < middle; i++)
					*listed++ =
					    value_of(slope_of(s, from[i], from[right]));
				if (out_of_order)
					inversions += middle - left;
				s->merged[k] = out_of_order || left == middle
						   ? from[right++]
						   : from[left++];
			}
		}
		uint32_t *other = s->order;
		s->order = s->merged;
		s->merged = other;
	}
	return inversions;
}

/* How many slopes are less than r, or not greater. */
static double
count_slopes(struct slopes *s, struct ratio r, bool or_equal)
{
	for (size_t i = 0; i < s->n; i++) {
		s->key[i] = key_of(s, r, i);
		s->order[i] = (uint32_t)i;
	}
	return (double)sort_counting(s, or_equal, NULL);
}

static size_t
draw(struct slopes *s, size_t count)
{
	s->random ^= s->random << 13;
	s->random ^= s->random >> 7;
	s->random ^= s->random << 17;
	return (size_t)(((s->random >> 32) * count) >> 32);
}

/* Some of the slopes between two bounds, at random. */
static size_t
draw_slopes(struct slopes *s, struct ratio low, struct ratio high)
{
	size_t count = 0;
	bool all = low.run == 0 && high.run == 0;
	if (all && s->drawn_of_all > 0)
		return s->drawn_of_all;
	for (size_t tries = 0; tries < TRIES * DRAWS && count < DRAWS; tries++) {
		size_t i = draw(s, s->n), j = draw(s, s->n);
		if (i == j)
			continue;
		struct ratio r = i < j ? slope_of(s, i, j) : slope_of(s, j, i);
		if ((low.run == 0 || is_less(low, r)) &&
		    (high.run == 0 || is_less(r, high)))
			s->drawn[count++] = r;
	}
	s->drawn_of_all = all ? count : 0;
	return count;
}

/* The drawn slope of that rank: they are few, and exact comparison matters. */
static struct ratio
select_drawn(struct ratio *drawn, size_t count, size_t rank)
{
	size_t low = 0, high = count - 1;
	while (low < high) {
		struct ratio pivot = drawn[(low + high) / 2];
		size_t i = low, j = high;
		for (;;) {
			while (is_less(drawn[i], pivot))
				i++;
			while (is_less(pivot, drawn[j]))
				j--;
			if (i >= j)
				break;
			struct ratio other = drawn[i];
			drawn[i++] = drawn[j];
			drawn[j--] = other;
		}
		if (rank <= j)
			high = j;
		else
			low = j + 1;
	}
	return drawn[rank];
}

struct bracket {
	struct ratio low, high;       /* slopes looked for are strictly between */
	double below_low, below_high; /* slopes <= low, slopes < high */
	bool found;
	struct ratio answer;
};

/* Closes in on the rank from one side or the other, or hits it. */
static void
close_in(struct slopes *s, struct bracket *b, struct ratio pivot, double rank)
{
	double less = count_slopes(s, pivot, false);
	if (rank < less) {
		b->high = pivot;
		b->below_high = less;
		return;
	}
	double not_greater = count_slopes(s, pivot, true);
	if (rank >= not_greater) {
		b->low = pivot;
		b->below_low = not_greater;
		return;
	}
	b->found = true;
	b->answer = pivot;
}

static bool
is_between(const struct bracket *b, struct ratio r)
{
	return (b->low.run == 0 || is_less(b->low, r)) &&
	       (b->high.run == 0 || is_less(r, b->high));
}

static int
compare_points(const struct point *a, const struct point *b)
{
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->index > b->index
		   ? -1
		   : 1; /* equal to the bound: outside, so no inversion */
}

static void
sort_points(struct slopes *s)
{
	for (size_t width = 1; width < s->n; width *= 2) {
		const struct point *from = s->points;
		for (size_t at = 0; at < s->n; at += 2 * width) {
			size_t middle = at + width < s->n ? at + width : s->n;
			size_t end = middle + width < s->n ? middle + width : s->n;
			size_t left = at, right = middle;
			for (size_t k = at; k < end; k++) {
				bool take_left =
				    right == end ||
				    (left < middle &&
					compare_points(&from[left], &from[right]) < 0);
				s->spare[k] = take_left ? from[left++] : from[right++];
			}
		}
		struct point *other = s->points;
		s->points = s->spare;
		s->spare = other;
	}
}

/*
 * Writes down the slopes between the bounds: the pairs whose order changes from the one bound's keys to the other's, met as
 * inversions of a merge sort.
 */
static size_t
list_slopes(struct slopes *s, const struct bracket *b)
{
	for (size_t i = 0; i < s->n; i++)
		s->points[i] = (struct point){ key_of(s, b->low, i), (uint32_t)i };
	sort_points(s);
	for (size_t i = 0; i < s->n; i++)
		s->order[i] = s->points[i].index;
	for (size_t i = 0; i < s->n; i++)
		s->key[i] = key_of(s, b->high, i);
	return sort_counting(s, false, s->listed);
}

static double
select_listed(struct slopes *s, double rank)
{
	return order_select(
	    s->listed, (size_t)s->listed_count, (size_t)(rank - s->first_listed));
}

double
slopes_select(struct slopes *s, double rank)
{
	/* Neighbours are asked for, one after the other. */
	if (rank >= s->first_listed && rank < s->first_listed + s->listed_count)
		return select_listed(s, rank);
	struct bracket b = {
		.low = { -1, 0 }, .high = { 1, 0 }, .below_high = slopes_count(s)
	};
	while (!b.found && b.below_high - b.below_low > ENOUGH * (double)s->n) {
		size_t count = draw_slopes(s, b.low, b.high);
		if (count == 0)
			return NAN; /* not to be had: there are more than ENOUGH n of them to hit */
		double share = (rank - b.below_low) / (b.below_high - b.below_low);
		double width = WIDTH * sqrt(share * (1 - share) / (double)count);
		double ends[2] = { share - width, share + width };
		for (int i = 0; i < 2 && !b.found; i++) {
			double at = fmax(0, fmin(1, ends[i])) * (double)(count - 1);
			struct ratio pivot =
			    select_drawn(s->drawn, count, (size_t)(at + 0.5));
			if (is_between(&b, pivot))
				close_in(s, &b, pivot, rank);
		}
	}
	if (b.found)
		return value_of(b.answer);
	s->first_listed = b.below_low;
	s->listed_count = (double)list_slopes(s, &b);
	return select_listed(s, rank);
}

double
slopes_kendall(struct slopes *s)
{
	struct ratio flat = { 0, 1 };
	double falling = count_slopes(s, flat, false);
	double level = count_slopes(s, flat, true) - falling;
	return slopes_count(s) - level - 2 * falling;
}

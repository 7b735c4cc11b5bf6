#include "model/series.h"

#include <math.h>

#include "model/chunks.h"

#include "base/banned.h"

#define WORD_BITS 64u

/* ---- bits, lowest first ---- */

static void
put_word(struct chunk_pool *p, struct series *s, uint64_t word)
{
	if (s->last == NULL || s->word_count == CHUNK_WORDS) {
		struct chunk *c = chunk_take(p);
		if (s->last == NULL)
			s->first = c;
		else
			s->last->next = c;
		s->last = c;
		s->word_count = 0;
	}
	s->last->words[s->word_count++] = word;
}

/* The lowest `count` of these; those above are 0. */
static inline void
put_bits(struct chunk_pool *p, struct series *s, uint64_t bits, unsigned count)
{
	unsigned taken = s->bit_count, all = taken + count;
	s->bits |= bits << taken;
	if (all >= WORD_BITS) {
		put_word(p, s, s->bits);
		s->bits = taken > 0 ? bits >> (WORD_BITS - taken) : 0;
		all -= WORD_BITS;
	}
	s->bit_count = (uint8_t)all;
}

/*
 * The word after those that were read; the last one is with the series itself. Behind that there is none, and what this says then is not
 * looked at.
 */
static uint64_t
next_word(struct series_cursor *c)
{
	const struct series *s = c->series;
	if (c->chunk == s->last && c->words_read == s->word_count)
		return s->bits;
	if (c->words_read == CHUNK_WORDS) {
		c->chunk = c->chunk->next;
		/* They lie anywhere in memory: the next one comes while this one is read. */
		__builtin_prefetch(c->chunk->next);
		c->words_read = 0;
	}
	return c->chunk->words[c->words_read++];
}

/* The next 64 bits. */
static inline uint64_t
peek(const struct series_cursor *c)
{
	return c->word >> c->bits_read | c->word_after
					     << 1 << (WORD_BITS - 1 - c->bits_read);
}

static inline void
skip(struct series_cursor *c, unsigned count)
{
	c->bits_read += count;
	if (c->bits_read < WORD_BITS)
		return;
	c->bits_read -= WORD_BITS;
	c->word = c->word_after;
	c->word_after = next_word(c);
}

static inline uint64_t
lowest(uint64_t word, unsigned count)
{
	return count < WORD_BITS ? word & ((UINT64_C(1) << count) - 1) : word;
}

static inline uint64_t
get_bits(struct series_cursor *c, unsigned count)
{
	uint64_t bits = lowest(peek(c), count);
	skip(c, count);
	return bits;
}

/* ---- numbers ---- */

/*
 * Rice's code: what is above the low bits is told by as many zeros and a one, and the low bits follow as they are. How many are low is learnt from
 * the numbers before. After MOST_ZEROS zeros there stands what is not of the usual size or no number: its length less one,
 * and its bits. No number of that size is as short as the lengths that are exceptions.
 */
#define MOST_ZEROS 12u
#define USUAL_ZEROS 2
#define MOST_LOW_BITS 32
#define LENGTH_BITS 6u
#define LEAN_MOST 4

enum exception { EXCEPTION_UNSET, EXCEPTION_ODD, EXCEPTION_COUNT };

/*
 * A number with more than USUAL_ZEROS asks for more low bits, one for which fewer would do for fewer, and they are heard once there are
 * some of them.
 */
static void
widen(struct rice *r, uint64_t high)
{
	r->lean += high < MOST_ZEROS ? 2 : 6;
	if (r->lean < LEAN_MOST)
		return;
	r->lean = 0;
	r->low_bits += r->low_bits < MOST_LOW_BITS;
}

static inline void
narrow_if(struct rice *r, bool fewer_would_do)
{
	r->lean -= fewer_would_do;
	if (r->lean > -LEAN_MOST)
		return;
	r->lean = 0;
	r->low_bits -= r->low_bits > 0;
}

static inline void
learn(struct rice *r, uint64_t number)
{
	uint64_t high = number >> r->low_bits;
	if (high > USUAL_ZEROS)
		widen(r, high);
	else
		narrow_if(r, 2 * number >> r->low_bits == 0);
}

static void
put_exception(struct chunk_pool *p, struct series *s, unsigned length)
{
	put_bits(p, s, (uint64_t)length << (MOST_ZEROS + 1) | 1u << MOST_ZEROS,
	    MOST_ZEROS + 1 + LENGTH_BITS);
}

/* After `ones` ones: none or one. */
static inline void
put_rice(struct chunk_pool *p, struct series *s, unsigned low_bits, unsigned ones,
    uint64_t number)
{
	uint64_t high = number >> low_bits, low = number - (high << low_bits);
	unsigned zeros = (unsigned)high;
	put_bits(
	    p, s, (low << 1 | 1) << zeros << ones | ones, ones + zeros + 1 + low_bits);
}

static void
put_large(struct chunk_pool *p, struct series *s, unsigned ones, uint64_t number)
{
	unsigned length = WORD_BITS - (unsigned)__builtin_clzll(number);
	put_bits(p, s, ones, ones);
	put_exception(p, s, length - 1);
	put_bits(p, s, number, length);
}

static inline void
put_number(struct chunk_pool *p, struct series *s, struct rice *r, unsigned ones,
    uint64_t number)
{
	if (number >> r->low_bits < MOST_ZEROS)
		put_rice(p, s, r->low_bits, ones, number);
	else
		put_large(p, s, ones, number);
	learn(r, number);
}

/* False: it is the exception that *number says. */
static inline bool
get_number(struct series_cursor *c, struct rice *r, uint64_t *number)
{
	uint64_t zeros = (uint64_t)__builtin_ctzll(peek(c));
	skip(c, (unsigned)zeros + 1);
	if (zeros < MOST_ZEROS) {
		*number = zeros << r->low_bits | get_bits(c, r->low_bits);
	} else {
		unsigned length = (unsigned)get_bits(c, LENGTH_BITS);
		*number = length;
		if (length < EXCEPTION_COUNT)
			return false;
		*number = get_bits(c, length + 1);
	}
	learn(r, *number);
	return true;
}

/* ---- changes ---- */

/*
 * A change is a gap and a step. The gap to the one before is 1 most of the time, and one bit then. The step is the difference less what it was expected to be,
 * in units that all differences have been multiples of: pages, kilobytes, hundredths of a second. Differences are modulo
 * 2^64, so that any value can follow any other.
 */
#define UNIT_CHANGES 8u /* so many are looked at before there is a unit */
#define DRIFT_PARTS 8

static const struct changes no_changes = {
	.ordinal = UINT32_MAX, .unit = 1, .step = { .low_bits = 4 }
};

static int64_t
signed_of(uint64_t number)
{
	return number <= INT64_MAX ? (int64_t)number
				   : -(int64_t)(UINT64_MAX - number) - 1;
}

static uint64_t
zigzag(uint64_t number)
{
	return number << 1 ^ -(number >> 63);
}

static uint64_t
unzigzag(uint64_t code)
{
	return code >> 1 ^ -(code & 1);
}

static uint64_t
magnitude(uint64_t difference)
{
	return difference >> 63 ? -difference : difference;
}

static uint64_t
common_divisor(uint64_t a, uint64_t b)
{
	while (b != 0) {
		uint64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static uint64_t
drift_of(const struct changes *at)
{
	return (uint64_t)(signed_of(at->drift) / DRIFT_PARTS);
}

/* Follows the steps, and none that is unusual by more than others are. */
static inline void
learn_drift(struct changes *at, unsigned low_bits, uint64_t code)
{
	uint64_t most = (USUAL_ZEROS + UINT64_C(1)) << low_bits;
	at->drift += unzigzag(code < most ? code : most | (code & 1));
}

static void
learn_common(struct changes *at, uint64_t difference)
{
	at->common = common_divisor(at->common, magnitude(difference));
}

/* The first value is no difference. */
static void
learn_unit(struct changes *at, uint64_t difference)
{
	if (at->count > 0)
		learn_common(at, difference);
	if (at->count == UNIT_CHANGES)
		at->unit = at->common;
}

static void
learn_odd(struct changes *at, uint64_t difference)
{
	learn_common(at, difference);
	at->unit = at->common;
}

/* False: it is no multiple of the unit, or the first that is not 0 after so many changes. */
static bool
in_units(const struct changes *at, uint64_t difference, uint64_t *step)
{
	if (at->unit == 0)
		return difference == 0;
	uint64_t all = magnitude(difference), units = all / at->unit;
	*step = difference >> 63 ? -units : units;
	return units * at->unit == all;
}

static void
put_long_gap(struct chunk_pool *p, struct series *s, uint32_t gap)
{
	put_bits(p, s, 0, 1);
	put_number(p, s, &s->at.gap, 0, gap);
}

/* How many ones are to be put yet: a gap of 1 is one, any other is a zero and the number. */
static inline unsigned
put_gap(struct chunk_pool *p, struct series *s, uint32_t ordinal)
{
	uint32_t gap = ordinal - s->at.ordinal;
	s->at.ordinal = ordinal;
	if (gap == 1)
		return 1;
	put_long_gap(p, s, gap);
	return 0;
}

static void
put_odd(struct chunk_pool *p, struct series *s, unsigned ones, uint64_t difference)
{
	put_bits(p, s, ones, ones);
	put_exception(p, s, EXCEPTION_ODD);
	put_bits(p, s, difference, WORD_BITS);
	learn_odd(&s->at, difference);
}

static void
put_unusual_step(struct chunk_pool *p, struct series *s, unsigned ones, uint64_t code)
{
	learn_drift(&s->at, s->at.step.low_bits, code);
	put_number(p, s, &s->at.step, ones, code);
}

static inline void
put_step(struct chunk_pool *p, struct series *s, unsigned ones, uint64_t difference)
{
	struct changes *at = &s->at;
	uint64_t step = difference;
	if (at->unit != 1 && !in_units(at, difference, &step)) {
		put_odd(p, s, ones, difference);
		return;
	}
	unsigned low_bits = at->step.low_bits;
	uint64_t surprise = step - drift_of(at), code = zigzag(surprise);
	if (code >> low_bits > USUAL_ZEROS) {
		put_unusual_step(p, s, ones, code);
		return;
	}
	/* The same in short: most steps come this way. */
	at->drift += surprise;
	narrow_if(&at->step, 2 * code >> low_bits == 0);
	put_rice(p, s, low_bits, ones, code);
}

static inline void
count_change(struct changes *at, bool set, uint64_t difference)
{
	if (at->count <= UNIT_CHANGES)
		learn_unit(at, difference);
	at->value = signed_of((uint64_t)at->value + difference);
	at->set = set;
	at->count++;
}

static void
get_unusual_change(struct series_cursor *c)
{
	struct changes *at = &c->at;
	uint64_t gap = get_bits(c, 1), code, difference = 0;
	if (gap == 0)
		(void)get_number(c, &at->gap, &gap);
	at->ordinal += (uint32_t)gap;
	unsigned low_bits = at->step.low_bits;
	bool is_step = get_number(c, &at->step, &code);
	if (is_step) {
		difference = (unzigzag(code) + drift_of(at)) * at->unit;
		learn_drift(at, low_bits, code);
	} else if (code == EXCEPTION_ODD) {
		difference = get_bits(c, WORD_BITS);
		learn_odd(at, difference);
	}
	count_change(at, is_step || code == EXCEPTION_ODD, difference);
}

static inline void
get_change(struct series_cursor *c)
{
	struct changes *at = &c->at;
	unsigned low_bits = at->step.low_bits;
	uint64_t bits = peek(c);
	bool at_once = bits & 1;
	bits >>= 1;
	if (!at_once || lowest(bits, USUAL_ZEROS + 1) == 0) {
		get_unusual_change(c);
		return;
	}
	/* The same in short: most changes come this way. */
	unsigned zeros = (unsigned)__builtin_ctzll(bits);
	uint64_t low = (bits >> (zeros + 1)) & ((UINT64_C(1) << low_bits) - 1);
	uint64_t code = (uint64_t)zeros << low_bits | low;
	skip(c, 2 + zeros + low_bits);
	uint64_t surprise = unzigzag(code);
	uint64_t difference = (surprise + drift_of(at)) * at->unit;
	at->drift += surprise;
	narrow_if(&at->step, 2 * code >> low_bits == 0);
	at->ordinal++;
	count_change(at, true, difference);
}

static bool
has_more(const struct series_cursor *c)
{
	return c->at.count < c->series->at.count;
}

/* ---- series ---- */

/* Before its first change. */
static struct series_cursor
cursor_at_start(const struct series *s)
{
	struct series_cursor c = { .series = s, .chunk = s->first, .at = no_changes };
	c.word = next_word(&c);
	c.word_after = next_word(&c);
	return c;
}

struct series *
series_open(struct chunk_pool *p)
{
	struct series *s = series_take(p);
	*s = (struct series){ .at = no_changes };
	return s;
}

void
series_close(struct chunk_pool *p, struct series *s)
{
	if (s->last != NULL)
		chunks_give_back(p, s->first, s->last);
	series_give_back(p, s);
}

static bool
change(struct chunk_pool *p, struct series *s, uint32_t ordinal, uint64_t difference)
{
	unsigned ones = put_gap(p, s, ordinal);
	put_step(p, s, ones, difference);
	count_change(&s->at, true, difference);
	return true;
}

static void
end_value(struct chunk_pool *p, struct series *s, uint32_t ordinal)
{
	unsigned ones = put_gap(p, s, ordinal);
	put_bits(p, s, ones, ones);
	put_exception(p, s, EXCEPTION_UNSET);
	count_change(&s->at, false, 0);
}

static bool
is_before(uint32_t ordinal, const struct changes *at)
{
	return at->count > 0 && ordinal < at->ordinal;
}

/* ---- thinning ---- */

/* A fixed place in each group could always meet the same phase of what comes and goes. */
uint32_t
series_told_frame(uint32_t ordinal, unsigned thinning)
{
	uint32_t group = ordinal >> thinning, mixed = group * UINT32_C(2654435761);
	mixed = (mixed ^ mixed >> 15) * UINT32_C(2246822519);
	return (group << thinning) + (mixed >> 1 >> (31 - thinning));
}

/* From which frame on a change counts: the first of its own group, or of the next one. */
static uint32_t
due(const struct series *s, const struct waiting *w)
{
	uint32_t group = w->ordinal >> s->thinning;
	group += w->ordinal > series_told_frame(w->ordinal, s->thinning);
	uint32_t first = group << s->thinning;
	return is_before(first, &s->at) ? s->at.ordinal : first;
}

static void
tell(struct chunk_pool *p, struct series *s, uint32_t ordinal, const struct waiting *w)
{
	if (!w->set && s->at.set)
		end_value(p, s, ordinal);
	else if (w->set && !(s->at.set && s->at.value == w->value))
		(void)change(p, s, ordinal, (uint64_t)w->value - (uint64_t)s->at.value);
}

static struct waiting
last_of(const struct series *s)
{
	return s->waits ? s->waiting
			: (struct waiting){ s->at.value, s->at.ordinal, s->at.set };
}

static bool
change_thinned(struct chunk_pool *p, struct series *s, struct waiting now)
{
	struct waiting last = last_of(s);
	if (s->at.count == 0) {
		tell(p, s, now.ordinal, &now);
		return true;
	}
	if (now.ordinal < last.ordinal)
		return false;
	if (now.set == last.set && (!now.set || now.value == last.value))
		return true;
	if (s->waits && due(s, &s->waiting) < due(s, &now))
		tell(p, s, due(s, &s->waiting), &s->waiting);
	s->waiting = now;
	s->waits = true;
	return true;
}

/* The last change is told at once: there may be no frame of its group that would be. */
static void
tell_waiting(struct chunk_pool *p, struct series *s)
{
	if (!s->waits)
		return;
	uint32_t first = due(s, &s->waiting);
	tell(
	    p, s, first < s->waiting.ordinal ? first : s->waiting.ordinal, &s->waiting);
	s->waits = false;
}

/* ---- writing ---- */

bool
series_set(struct chunk_pool *p, struct series *s, uint32_t ordinal, int64_t value)
{
	const struct changes *at = &s->at;
	if (s->thinning > 0)
		return change_thinned(p, s, (struct waiting){ value, ordinal, true });
	if (is_before(ordinal, at))
		return false;
	if (at->set && at->value == value)
		return true;
	return change(p, s, ordinal, (uint64_t)value - (uint64_t)at->value);
}

bool
series_unset(struct chunk_pool *p, struct series *s, uint32_t ordinal)
{
	if (s->thinning > 0)
		return change_thinned(p, s, (struct waiting){ 0, ordinal, false });
	if (is_before(ordinal, &s->at))
		return false;
	if (s->at.set)
		end_value(p, s, ordinal);
	return true;
}

void
series_thin(struct chunk_pool *p, struct series *s, unsigned thinning)
{
	tell_waiting(p, s);
	if (thinning > s->thinning && s->at.count > 0) {
		struct series thin = { .at = no_changes,
			.thinning = (uint8_t)thinning };
		struct series_cursor c = cursor_at_start(s);
		while (has_more(&c)) {
			get_change(&c);
			(void)change_thinned(p, &thin,
			    (struct waiting){ c.at.value, c.at.ordinal, c.at.set });
		}
		if (s->last != NULL)
			chunks_give_back(p, s->first, s->last);
		*s = thin;
	}
	s->thinning = (uint8_t)thinning;
}

/* ---- reading ---- */

bool
series_is_constant(const struct series *s)
{
	return s->at.common == 0;
}

uint32_t
series_change_count(const struct series *s)
{
	return s->at.count;
}

bool
series_last(const struct series *s, int64_t *value)
{
	struct waiting last = last_of(s);
	if (last.set)
		*value = last.value;
	return last.set;
}

void
series_start(struct series_cursor *c, const struct series *s, uint32_t end)
{
	*c = cursor_at_start(s);
	c->end = end;
	if (has_more(c))
		get_change(c);
}

bool
series_next(struct series_cursor *c, struct run *run)
{
	while (!c->at.set && has_more(c))
		get_change(c);
	if (!c->at.set || c->at.ordinal >= c->end)
		return false;
	*run = (struct run){ c->at.ordinal, 0, c->at.value };
	uint32_t until = c->end;
	c->at.set = false;
	if (has_more(c)) {
		get_change(c);
		if (c->at.ordinal < until)
			until = c->at.ordinal;
	}
	run->count = until - run->first;
	/* Two changes at one ordinal: the later one counts. */
	return run->count > 0 || series_next(c, run);
}

void
series_values(
    const struct series *s, const uint32_t *ordinal, size_t count, double *value)
{
	struct series_cursor c = cursor_at_start(s);
	size_t i = 0;
	while (i < count && has_more(&c)) {
		bool set = c.at.set;
		int64_t before = c.at.value;
		get_change(&c);
		for (; i < count && ordinal[i] < c.at.ordinal; i++)
			value[i] = set ? (double)before : NAN;
	}
	for (; i < count; i++)
		value[i] = c.at.set ? (double)c.at.value : NAN;
}

#ifndef SUPPORT_PARSE_BENCH_H
#define SUPPORT_PARSE_BENCH_H

#include "standing.h"
#include "text_frame.h"

/* A parser, and the rows of all outputs of the last text. */
#define BENCH_ROWS 256
#define BENCH_OUTPUTS 16

struct bench {
	struct arena arena;
	struct diag diag;
	struct parser *parser;
	struct standing standing;
	struct row rows[BENCH_ROWS];
	size_t row_count;
	size_t output_count;
	uint32_t streams[BENCH_OUTPUTS]; /* of the outputs */
	const char *format; /* of the last output */
	bool torn;
};

static int
open_bench(void **state)
{
	static struct bench b;
	memset(&b, 0, sizeof(b));
	arena_init(&b.arena);
	diag_init(&b.diag, &b.arena);
	b.standing.arena = &b.arena;
	b.parser = parser_open(&b.arena, &b.diag);
	*state = &b;
	return 0;
}

static int
close_bench(void **state)
{
	struct bench *b = *state;
	parser_close(b->parser);
	arena_close(&b->arena);
	return 0;
}

static void
bench_read_as(struct bench *b, const char *name, const char *text)
{
	struct text_frame t;
	struct sample s;
	b->row_count = b->output_count = 0;
	b->format = "";
	text_frame_init(&t, name, str_from(text));
	while (parse_next(b->parser, &t.frame, &s, &b->arena)) {
		standing_complete(&b->standing, &s);
		for (size_t i = 0; i < s.row_count && b->row_count < BENCH_ROWS; i++) {
			struct row *row = &b->rows[b->row_count++];
			*row = s.rows[i];
			row->name = str_copy(&b->arena, s.rows[i].name);
		}
		if (b->output_count < BENCH_OUTPUTS)
			b->streams[b->output_count] = s.stream.index;
		b->output_count++;
		b->format = s.stream.format;
		b->torn = s.torn;
	}
}

static void
bench_read(struct bench *b, const char *text)
{
	bench_read_as(b, "", text);
}

/* NULL: no row of that name. */
static const struct row *
bench_row(const struct bench *b, const char *name)
{
	for (size_t i = 0; i < b->row_count; i++) {
		if (str_is(b->rows[i].name, name))
			return &b->rows[i];
	}
	return NULL;
}

/* -1: not there. */
static int64_t
bench_value(const struct bench *b, const char *name, enum metric metric)
{
	const struct row *row = bench_row(b, name);
	return row != NULL && (row->have & METRIC_BIT(metric)) ? row->value[metric] : -1;
}

#endif

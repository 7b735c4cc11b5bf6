#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include <stddef.h>

/*
 * Every sentence a reader can meet, in one table. A row is found by its set and key: the evidence, answer or advice
 * id that the analysis gives, a verdict, a kind. What a row's {placeholders} take is said in phrase.h. (What was lost
 * while reading has its sentence in base/diag_codes.h, beside its code.)
 */
enum words_set {
	WORDS_EVIDENCE, /* key: evidence id */
	WORDS_ANSWER,   /* "id/state" */
	WORDS_QUESTION, /* answer id */
	WORDS_ADVICE,   /* advice id */
	WORDS_SUMMARY,  /* the verdict sentence and its parts */
	WORDS_SUBJECT,  /* kind: how an entity is called at the start of a sentence */
	WORDS_LABEL,    /* kind: the same, short */
	WORDS_NEXT,     /* kind: where to look next */
	WORDS_WALL,     /* resource of a forecast: what runs out */
	WORDS_CLASS,    /* class of the dictionary: noun phrase */
	WORDS_LAYOUT,   /* layout of the capture */
	WORDS_KIND,     /* kind: heading of its table */
	WORDS_METRIC,   /* metric: what was measured */
	WORDS_MEMORY,   /* name of a memory counter */
	WORDS_FILES,    /* name of a count of descriptors */
	WORDS_WORK,     /* name of a counter of work: what it counts */
	WORDS_SHAPE,    /* shape name: noun phrase */
	WORDS_VERDICT,  /* verdict name: what it means */
	WORDS_STATE,    /* state of the capture */
	WORDS_GRADE,    /* grade of a loss: what it cost */
	WORDS_PAGE,     /* titles, captions and fixed texts of the page */
	WORDS_SET_COUNT
};

/* NULL: no such row. */
const char *words_find(enum words_set set, const char *key);
/* The row must exist. */
const char *words(enum words_set set, const char *key);

/* The table itself, for tests. */
struct words_row {
	enum words_set set;
	const char *key;
	const char *text;
};
extern const struct words_row words_table[];
extern const size_t words_count;

#endif

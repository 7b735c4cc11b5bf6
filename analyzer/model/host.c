#include "model/host.h"

#include <math.h>

#include "base/num.h"
#include "base/when.h"

#include "base/banned.h"

void
host_init(struct host *h)
{
	*h = (struct host){ .started_ms = WHEN_UNKNOWN,
		.ended_ms = WHEN_UNKNOWN,
		.boot_ms = WHEN_UNKNOWN,
		.collector_pid = -1,
		.duration_s = -1,
		.interval_s = NAN,
		.page_bytes = -1,
		.memory_bytes = -1,
		.promised_samples = -1,
		.begun_seq = -1 };
}

enum fact_type { FACT_TEXT, FACT_TIME, FACT_WHOLE, FACT_SECONDS };

struct fact_row {
	const char *key;
	enum fact_type type;
	size_t field; /* of struct host */
};

/* clang-format off */
static const struct fact_row facts[] = {
	{ "host",         FACT_TEXT,    offsetof(struct host, name) },
	{ "system",       FACT_TEXT,    offsetof(struct host, system) },
	{ "release",      FACT_TEXT,    offsetof(struct host, release) },
	{ "machine",      FACT_TEXT,    offsetof(struct host, machine) },
	{ "timezone",     FACT_TEXT,    offsetof(struct host, timezone) },
	{ "collector",    FACT_TEXT,    offsetof(struct host, collector) },
	{ "reason",       FACT_TEXT,    offsetof(struct host, end_reason) },
	{ "started",      FACT_TIME,    offsetof(struct host, started_ms) },
	{ "ended",        FACT_TIME,    offsetof(struct host, ended_ms) },
	{ "boottime",     FACT_TIME,    offsetof(struct host, boot_ms) },
	{ "pid",          FACT_WHOLE,   offsetof(struct host, collector_pid) },
	{ "duration_s",   FACT_WHOLE,   offsetof(struct host, duration_s) },
	{ "pagesize",     FACT_WHOLE,   offsetof(struct host, page_bytes) },
	{ "memory",       FACT_WHOLE,   offsetof(struct host, memory_bytes) },
	{ "samples",      FACT_WHOLE,   offsetof(struct host, promised_samples) },
	{ "interval_s",   FACT_SECONDS, offsetof(struct host, interval_s) },
};
/* clang-format on */

static void
take(struct host *h, struct arena *perm, const struct fact_row *row, struct str value)
{
	void *field = (char *)h + row->field;
	switch (row->type) {
	case FACT_TEXT:
		*(struct str *)field = str_copy(perm, value);
		break;
	case FACT_TIME:
		(void)when_rfc3339(value, field);
		break;
	case FACT_WHOLE:
		(void)num_i64(value, field);
		break;
	case FACT_SECONDS:
		(void)num_decimal(value, field);
		break;
	}
}

void
host_fact(struct host *h, struct arena *perm, struct str line)
{
	struct str rest = line;
	struct str key = str_trim(str_cut(&rest, ':'));
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (str_is(key, facts[i].key))
			take(h, perm, &facts[i], str_trim(rest));
}

static bool
is_unknown(const struct fact_row *row, const void *field)
{
	switch (row->type) {
	case FACT_TEXT:
		return ((const struct str *)field)->len == 0;
	case FACT_TIME:
		return *(const int64_t *)field == WHEN_UNKNOWN;
	case FACT_WHOLE:
		return *(const int64_t *)field < 0;
	case FACT_SECONDS:
		return isnan(*(const double *)field);
	}
	return true;
}

static void
copy_fact(const struct fact_row *row, void *to, const void *from)
{
	switch (row->type) {
	case FACT_TEXT:
		*(struct str *)to = *(const struct str *)from;
		break;
	case FACT_TIME:
	case FACT_WHOLE:
		*(int64_t *)to = *(const int64_t *)from;
		break;
	case FACT_SECONDS:
		*(double *)to = *(const double *)from;
		break;
	}
}

void
host_add(struct host *h, const struct host *said)
{
	bool later = said->ended_ms != WHEN_UNKNOWN &&
		     (h->ended_ms == WHEN_UNKNOWN || said->ended_ms > h->ended_ms);
	if (later) {
		h->ended_ms = said->ended_ms;
		h->end_reason = said->end_reason;
	}
	if (said->started_ms != WHEN_UNKNOWN &&
	    (h->started_ms == WHEN_UNKNOWN || said->started_ms < h->started_ms))
		h->started_ms = said->started_ms;
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		const struct fact_row *row = &facts[i];
		void *field = (char *)h + row->field;
		const void *new_field = (const char *)said + row->field;
		if (is_unknown(row, field))
			copy_fact(row, field, new_field);
	}
}

/* A start while another has not ended: the box died in that one, and the collector went on. */
void
host_journal(struct host *h, struct arena *perm, struct str line)
{
	struct str word = str_word(&line);
	int64_t seq;
	if (!num_i64(str_word(&line), &seq))
		return;
	if (str_is(word, "start")) {
		/* A line that was cut off and gone on with by another has no time. */
		int64_t at_ms;
		bool whole = when_rfc3339(str_word(&line), &at_ms);
		struct str name = str_word(&line);
		if (!whole || name.len == 0)
			return;
		if (h->begun_seq > 0)
			h->died_in = h->begun;
		if (!str_eq(name, h->begun))
			h->begun = str_copy(perm, name);
		h->begun_seq = seq;
		h->in_flight = h->begun;
		return;
	}
	if (str_is(word, "done") && seq == h->begun_seq &&
	    str_eq(str_word(&line), h->begun)) {
		h->in_flight = h->died_in;
		h->begun_seq = -1;
	}
}

enum capture_state
host_state(const struct host *h)
{
	if (!h->ended)
		return h->written_lately ? STATE_MAYBE_RUNNING : STATE_ABORTED;
	return str_is(h->end_reason, "completed") ? STATE_COMPLETE : STATE_ENDED_EARLY;
}

const char *
capture_state_name(enum capture_state state)
{
	static const char *const names[] = { "complete", "ended-early", "aborted",
		"maybe-running" };
	return names[state];
}

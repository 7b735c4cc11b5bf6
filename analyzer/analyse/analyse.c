#include "analyse/analyse.h"

#include <math.h>

#include "analyse/inquiry.h"
#include "base/when.h"

#include "base/banned.h"

/* Seconds since boot at the last sample of the window; NAN when neither boot time nor uptime was told. */
static double
uptime_at_end(const struct inquiry *q)
{
	const struct entity *uptime = store_find(q->store, KIND_HOST, "uptime");
	double seconds = NAN;
	if (uptime != NULL) {
		struct points p = window_points(q, uptime, METRIC_VALUE);
		if (p.count > 0)
			seconds = p.value[p.count - 1] / 1000 + q->end_s -
				  p.at_s[p.count - 1];
	}
	if (isnan(seconds) && q->clock && q->host->boot_ms > 0) {
		double end_ms =
		    (double)store_tick(q->store, 0)->at_ms + 1000 * q->end_s;
		seconds = (end_ms - (double)q->host->boot_ms) / 1000;
	}
	return seconds >= 0 ? seconds : NAN;
}

/* The median distance of the samples. */
static double
usual_interval(const struct inquiry *q)
{
	if (!q->clock || q->tick_count < 2)
		return NAN;
	double most = 0, interval = NAN;
	for (size_t i = 0; i < store_stream_count(q->store); i++) {
		const struct stream *s = store_stream(q->store, i);
		if (s->frame_count > most && !isnan(s->interval_s)) {
			most = s->frame_count;
			interval = s->interval_s;
		}
	}
	return interval;
}

const struct analysis *
analyse(struct arena *perm, const struct store *store, const struct host *host,
    const struct diag *diag, const struct analyse_options *options)
{
	struct arena scratch;
	arena_init(&scratch);
	struct analysis *a = arena_alloc(perm, sizeof(*a));
	a->store = store;
	a->host = host;
	a->diag = diag;
	struct judge judge = { .scratch = &scratch, .perm = perm };
	struct inquiry *q = arena_alloc(perm, sizeof(*q));
	*q = (struct inquiry){ .perm = perm,
		.scratch = &scratch,
		.judge = &judge,
		.store = store,
		.host = host,
		.lore = options->lore,
		.one_thread = options->one_thread,
		.result = a,
		.from_ms = options->from_ms,
		.to_ms = options->to_ms,
		.ram_bytes =
		    host->memory_bytes > 0 ? (double)host->memory_bytes : NAN };

	window_set(q);
	bool cut = q->from_ms != WHEN_UNKNOWN || q->to_ms != WHEN_UNKNOWN;
	a->sample_count = cut ? (uint32_t)q->tick_count : store_sample_count(store);
	a->span_s = q->clock ? q->end_s - q->start_s : NAN;
	a->interval_s = usual_interval(q);
	a->uptime_s = uptime_at_end(q);
	bounds_init(&q->bounds, perm);
	bounds_read(&q->bounds, store, q->scratch);

	gather(q);
	machine_measure(q);
	rank_name(q);
	commands_tell(q);
	machine_attribute(q);
	prior_apply(q);
	prior_after_attribution(q);
	forecast(q);
	evidence_gather(q);
	rank_order(q);
	gather_sensitivity(q);
	gather_classical(q);
	answers_give(q);
	advice_give(q);
	arena_close(&scratch);
	return a;
}

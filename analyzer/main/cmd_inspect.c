#include <stdio.h>

#include "base/fmt.h"
#include "base/when.h"
#include "main/command.h"
#include "main/pipeline.h"

#include "base/banned.h"

static void
print_fact(const char *name, struct str value)
{
	if (value.len > 0)
		printf("%-10s %.*s\n", name, (int)value.len, value.ptr);
}

static void
print_capture(const struct pipeline *p)
{
	const struct host *host = store_host(p->store);
	char from[WHEN_TEXT_SIZE], to[WHEN_TEXT_SIZE], size[FMT_SIZE];
	printf("%-10s %s, %s of text read\n", "layout", capture_layout(p->capture),
	    fmt_bytes(size, (double)capture_bytes_read(p->capture)));
	print_fact("host", host->name);
	print_fact("system", host->system);
	print_fact("release", host->release);
	print_fact("collector", host->collector);
	printf("%-10s %u, state %s\n", "samples", store_sample_count(p->store),
	    capture_state_name(host_state(host)));
	size_t ticks = store_tick_count(p->store);
	if (ticks > 0 && store_tick(p->store, 0)->at_ms != WHEN_UNKNOWN)
		printf("%-10s %s to %s, %zu boot%s\n", "time",
		    when_text(store_tick(p->store, 0)->at_ms, from),
		    when_text(store_tick(p->store, ticks - 1)->at_ms, to),
		    store_epoch_count(p->store),
		    store_epoch_count(p->store) == 1 ? "" : "s");
	else
		printf("%-10s no clock: order only\n", "time");
}

static void
print_streams(const struct pipeline *p)
{
	printf("\n%-12s %-24s %8s %6s %10s\n", "command", "variant", "outputs", "torn",
	    "interval");
	for (size_t i = 0; i < store_stream_count(p->store); i++) {
		const struct stream *s = store_stream(p->store, i);
		char interval[FMT_SIZE];
		printf("%-12s %-24s %8u %6u %10s\n", s->tool, s->format, s->frame_count,
		    s->torn_count, fmt_duration(interval, s->interval_s));
	}
}

static void
print_entities(const struct pipeline *p)
{
	size_t count[KIND_COUNT] = { 0 };
	for (size_t i = 0; i < store_entity_count(p->store); i++)
		count[store_entity(p->store, i)->kind]++;
	printf("\n%-12s %8s\n", "kind", "entities");
	for (int kind = 0; kind < KIND_COUNT; kind++)
		if (count[kind] > 0)
			printf("%-12s %8zu\n", kind_name((enum kind)kind), count[kind]);
}

static void
print_losses(const struct pipeline *p)
{
	printf("\nlost or odd:\n");
	bool any = false;
	for (int code = 0; code < DIAG_CODE_COUNT; code++) {
		uint64_t count = p->diag.count[code];
		if (count == 0)
			continue;
		any = true;
		printf("  %-16s %6llu  %s\n", diag_name((enum diag_code)code),
		    (unsigned long long)count, diag_sentence((enum diag_code)code));
		for (size_t i = 0; i < DIAG_PLACES && i < count; i++) {
			const struct diag_place *place = &p->diag.place[code][i];
			printf("  %25s %.*s:%u: %.*s\n", "", (int)place->file.len,
			    place->file.ptr, place->line, (int)place->detail.len,
			    place->detail.ptr);
		}
	}
	if (!any)
		printf("  nothing\n");
}

enum status
cmd_inspect(const struct options *o)
{
	struct pipeline pipeline;
	pipeline_init(&pipeline);
	enum status status = pipeline_read(&pipeline, o, o->operands, o->operand_count);
	if (status == STATUS_DONE) {
		print_capture(&pipeline);
		print_streams(&pipeline);
		print_entities(&pipeline);
	}
	if (status != STATUS_TROUBLE)
		print_losses(&pipeline);
	pipeline_close(&pipeline);
	return status;
}

#include "render/axis.h"

#include <math.h>
#include <stdio.h>

#include "base/fmt.h"
#include "base/num.h"
#include "base/when.h"

#include "base/banned.h"

#define VALUE_STEPS 4
#define TIME_STEPS 7

static double
round_step(double rough)
{
	double power = pow(10, floor(log10(rough)));
	double digit = rough / power;
	return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
}

static double
unit_below(double value)
{
	double unit = 1;
	while (value >= unit * 1024 && unit < 1e18)
		unit *= 1024;
	return unit;
}

struct axis
axis_of_values(double low, double high, bool bytes)
{
	if (!(high > low))
		high = low + fmax(1, fabs(low) * 0.01);
	double rough = (high - low) / VALUE_STEPS;
	double unit = bytes ? unit_below(fmax(fabs(low), fabs(high))) : 1;
	double step = round_step(rough / unit) * unit;
	if (step < 1)
		step = 1;
	struct axis a = { .step = step };
	a.low = floor(low / step) * step;
	a.high = ceil(high / step) * step;
	for (double at = a.low; at <= a.high + step / 2 && a.count < AXIS_TICKS; at += step)
		a.at[a.count++] = at;
	return a;
}

struct axis
axis_of_time(int64_t start_ms, double end_s)
{
	static const double steps[] = { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600,
		7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000, 7776000,
		31536000 };
	size_t count = sizeof(steps) / sizeof(steps[0]), i = 0;
	struct axis a = { .low = 0, .high = end_s > 0 ? end_s : 1 };
	while (i + 1 < count && a.high / steps[i] > TIME_STEPS)
		i++;
	a.step = start_ms == WHEN_UNKNOWN ? fmax(1, round_step(a.high / TIME_STEPS)) : steps[i];
	double offset =
	    start_ms == WHEN_UNKNOWN ? 0 : fmod((double)(start_ms / 1000), a.step);
	for (double at = offset > 0 ? a.step - offset : 0;
	     at <= a.high && a.count < AXIS_TICKS; at += a.step)
		a.at[a.count++] = at;
	return a;
}

void
axis_time_label(const struct axis *a, int64_t start_ms, double at_s, char buf[32])
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };
	if (start_ms == WHEN_UNKNOWN) {
		char number[FMT_SIZE];
		snprintf(buf, 32, "%.30s", fmt_count(number, at_s + 1));
		return;
	}
	/* 2026-11-22T08:41:00Z */
	char text[WHEN_TEXT_SIZE];
	when_text(num_add(start_ms, (int64_t)(at_s * 1000 + 0.5)), text);
	int month = (text[5] - '0') * 10 + text[6] - '0';
	if (a->step < 60)
		snprintf(buf, 32, "%.8s", text + 11);
	else if (a->step < 86400)
		snprintf(buf, 32, "%.5s", text + 11);
	else
		snprintf(buf, 32, "%.2s %s", text + 8,
		    month >= 1 && month <= 12 ? months[month - 1] : "?");
}

#include "render/axis.h"

#include <math.h>
#include <stdio.h>

#include "base/fmt.h"
#include "base/num.h"
#include "base/when.h"

#include "base/banned.h"

#define VALUE_STEPS 4
#define TIME_STEPS 7
#define MONTH_S (30 * DAY_S)

/* ---- values ---- */

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
	double step = fmax(1, round_step(rough / unit) * unit);
	struct axis a = { .step = step, .bytes = bytes, .unit = unit };
	double first = floor(low / step), last = ceil(high / step);
	a.low = first * step;
	a.high = last * step;
	for (double k = first; k <= last && a.count < AXIS_TICKS; k++)
		a.at[a.count++] = k * step + 0.0;
	return a;
}

void
axis_value_label(const struct axis *a, size_t tick, char buf[AXIS_LABEL_SIZE])
{
	static const char *const names[] = { "B", "KB", "MB", "GB", "TB", "PB", "EB" };
	char number[FMT_SIZE];
	double value = a->at[tick];
	if (!a->bytes) {
		snprintf(buf, AXIS_LABEL_SIZE, "%.31s", fmt_count(number, value));
		return;
	}
	size_t power = 0;
	for (double unit = a->unit; unit >= 1024 && power < 6; unit /= 1024)
		power++;
	double step = a->step / a->unit;
	int decimals = step >= 1 ? 0 : (int)fmin(6, ceil(-log10(step) - 1e-9));
	bool top = tick + 1 == a->count;
	snprintf(buf, AXIS_LABEL_SIZE, "%.*f%s%s", decimals,
	    fmax(-1e12, fmin(1e12, value / a->unit)), top ? " " : "",
	    top ? names[power] : "");
}

/* ---- time ---- */

static struct axis
axis_of_samples(double end)
{
	struct axis a = { .high = end > 0 ? end : 1 };
	a.step = fmax(1, round_step(a.high / TIME_STEPS));
	/* The first sample is number 1 and stands at 0. */
	for (double at = a.step - 1; at <= a.high && a.count < AXIS_TICKS; at += a.step)
		a.at[a.count++] = at;
	return a;
}

struct axis
axis_of_time(int64_t start_ms, double end_s)
{
	static const double steps[] = { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900,
		1800, 3600, 7200, 10800, 21600, 43200, DAY_S, 2 * DAY_S, 7 * DAY_S,
		14 * DAY_S, MONTH_S, 3 * MONTH_S, 12 * MONTH_S };
	size_t count = sizeof(steps) / sizeof(steps[0]), i = 0;
	if (start_ms == WHEN_UNKNOWN)
		return axis_of_samples(end_s);
	struct axis a = { .high = end_s > 0 ? end_s : 1 };
	while (i + 1 < count && a.high / steps[i] > TIME_STEPS)
		i++;
	a.step = steps[i];
	double offset = fmod((double)start_ms / 1000, a.step);
	for (double at = offset > 0 ? a.step - offset : -offset;
	     at <= a.high && a.count < AXIS_TICKS; at += a.step)
		a.at[a.count++] = at;
	return a;
}

/* 2026-11-22T08:41:00Z */
static void
moment_text(int64_t start_ms, double at_s, char text[WHEN_TEXT_SIZE])
{
	when_text(num_add(start_ms, (int64_t)floor(at_s * 1000 + 0.5)), text);
}

static const char *
month_name(const char *moment)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int month = (moment[5] - '0') * 10 + moment[6] - '0';
	return month >= 1 && month <= 12 ? months[month - 1] : "?";
}

static bool
is_midnight(int64_t start_ms, double at_s)
{
	double s = (double)start_ms / 1000 + at_s;
	return fabs(s - round(s / DAY_S) * DAY_S) < 0.5;
}

static void
write_day(const char *moment, const char *more, char buf[AXIS_LABEL_SIZE])
{
	bool one_digit = moment[8] == '0';
	snprintf(buf, AXIS_LABEL_SIZE, "%.*s %s%s", one_digit ? 1 : 2,
	    moment + 8 + one_digit, month_name(moment), more);
}

bool
axis_day_begins(const struct axis *a, int64_t start_ms, double at_s)
{
	return start_ms != WHEN_UNKNOWN && a->step < DAY_S &&
	       is_midnight(start_ms, at_s);
}

void
axis_time_label(
    const struct axis *a, int64_t start_ms, double at_s, char buf[AXIS_LABEL_SIZE])
{
	char text[WHEN_TEXT_SIZE];
	if (start_ms == WHEN_UNKNOWN) {
		char number[FMT_SIZE];
		snprintf(buf, AXIS_LABEL_SIZE, "%.31s", fmt_count(number, at_s + 1));
		return;
	}
	moment_text(start_ms, at_s, text);
	if (a->step >= MONTH_S)
		snprintf(buf, AXIS_LABEL_SIZE, "%s %.4s", month_name(text), text);
	else if (a->step >= DAY_S || axis_day_begins(a, start_ms, at_s))
		write_day(text, "", buf);
	else
		snprintf(buf, AXIS_LABEL_SIZE, "%.*s", a->step < 60 ? 8 : 5, text + 11);
}

void
axis_time_unit(const struct axis *a, int64_t start_ms, char buf[AXIS_LABEL_SIZE])
{
	char text[WHEN_TEXT_SIZE];
	bool told = a->step >= DAY_S;
	if (start_ms == WHEN_UNKNOWN) {
		snprintf(buf, AXIS_LABEL_SIZE, "sample");
		return;
	}
	for (size_t i = 0; i < a->count; i++)
		told = told || axis_day_begins(a, start_ms, a->at[i]);
	moment_text(start_ms, 0, text);
	if (told)
		snprintf(buf, AXIS_LABEL_SIZE, "UTC");
	else
		write_day(text, ", UTC", buf);
}

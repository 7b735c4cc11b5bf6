#include "family.h"

#include <math.h>

#include "base/banned.h"

#define SD FAMILY_NOISE
#define PI 3.141592653589793

/* clang-format off */
static const struct family families[FAMILY_COUNT + 1] = {
	[1]  = { .name = "white noise" },
	[2]  = { .name = "AR(1) .5" },
	[3]  = { .name = "AR(1) .9" },
	[4]  = { .name = "AR(1) .99" },
	[5]  = { .name = "random walk", .undecidable = true },
	[6]  = { .name = "bounded random walk" },
	[7]  = { .name = "daily cycle", .daily = true },
	[8]  = { .name = "part of a daily cycle", .undecidable = true, .daily = true },
	[9]  = { .name = "one step" },
	[10] = { .name = "changing levels" },
	[11] = { .name = "saturating, tau .1 T" },
	[12] = { .name = "saturating, tau .25 T" },
	[13] = { .name = "saturating, tau .5 T", .undecidable = true },
	[14] = { .name = "sawtooth" },
	[15] = { .name = "mostly flat" },
	[16] = { .name = "running maximum" },
	[17] = { .name = "births and deaths" },
	[18] = { .name = "constant" },
	[19] = { .name = "short ramp" },
	[20] = { .name = "bump" },
	[21] = { .name = "warm-up" },
	[22] = { .name = "three up-steps", .undecidable = true },
	[23] = { .name = "shrinking" },
	[24] = { .name = "logarithmic, then flat", .undecidable = true },
	[25] = { .name = "line, 2 sd", .leak = true, .one_rate = true },
	[26] = { .name = "line, 5 sd", .leak = true, .one_rate = true },
	[27] = { .name = "line, 20 sd", .leak = true, .one_rate = true },
	[28] = { .name = "line and AR(1) .9", .leak = true, .one_rate = true },
	[29] = { .name = "line and daily cycle", .leak = true, .one_rate = true, .daily = true },
	[30] = { .name = "line and sawtooth", .leak = true, .one_rate = true },
	[31] = { .name = "staircase, 40 jumps", .leak = true, .one_rate = true },
	[32] = { .name = "6 to 20 allocations", .leak = true, .one_rate = true },
	[33] = { .name = "only under load", .leak = true, .daily = true },
	[34] = { .name = "from an onset on", .leak = true, .one_rate = true },
	[35] = { .name = "quadratic", .leak = true },
	[36] = { .name = "intermittent", .leak = true },
	[37] = { .name = "random walk and drift", .leak = true, .one_rate = true },
	[38] = { .name = "warm-up and line", .leak = true, .one_rate = true },
	[39] = { .name = "partial release", .leak = true },
	[40] = { .name = "two slopes", .leak = true },
	[41] = { .name = "line and spikes", .leak = true, .one_rate = true },
	[42] = { .name = "rising load, exponential bursts" },
	[43] = { .name = "log-normal bursts" },
	[44] = { .name = "rising on/off load" },
	[45] = { .name = "line under exponential bursts", .leak = true, .one_rate = true },
	[46] = { .name = "line under log-normal bursts", .leak = true, .one_rate = true },
	[47] = { .name = "line under on/off load", .leak = true, .one_rate = true },
};
/* clang-format on */

const struct family *
family_find(int number)
{
	return number >= 1 && number <= FAMILY_COUNT ? &families[number] : NULL;
}

struct draw {
	struct random *r;
	size_t n;
	double days; /* that the run is long; 0: as many as there are cycles */
	double *y;   /* level above the base */
	double *load;
	struct family_series *out;
	double noise; /* 1; 0: the same without its noise */
};

/* Where in the run point i stands, 0 … 1. */
static double
at(const struct draw *d, size_t i)
{
	return ((double)i + 0.5) / (double)d->n;
}

static void
add_white(struct draw *d, double sd)
{
	for (size_t i = 0; i < d->n; i++)
		d->y[i] += d->noise * sd * random_normal(d->r);
}

/* Stationary from the first point on. */
static void
add_ar(struct draw *d, double rho, double sd)
{
	double level = sd * random_normal(d->r);
	for (size_t i = 0; i < d->n; i++) {
		d->y[i] += d->noise * level;
		level = rho * level + sd * sqrt(1 - rho * rho) * random_normal(d->r);
	}
}

static void
add_line(struct draw *d, double growth)
{
	for (size_t i = 0; i < d->n; i++)
		d->y[i] += growth * at(d, i);
	d->out->growth = growth;
}

/* From `from` on by `slope` (growth in a whole run at that pace) until `to`. */
static void
add_ramp(struct draw *d, double from, double to, double height)
{
	for (size_t i = 0; i < d->n; i++) {
		double part = (at(d, i) - from) / (to - from);
		d->y[i] += height * fmin(1, fmax(0, part));
	}
}

static void
add_walk(struct draw *d, double step)
{
	double level = 0;
	for (size_t i = 0; i < d->n; i++) {
		level += step * random_normal(d->r);
		d->y[i] += level;
	}
}

static void
add_reflected_walk(struct draw *d, double step)
{
	double top = step * sqrt((double)d->n) * random_between(d->r, 0.5, 1.5);
	double level = top * random_unit(d->r);
	for (size_t i = 0; i < d->n; i++) {
		level = fabs(level + step * random_normal(d->r));
		level = fmod(level, 2 * top);
		level = level > top ? 2 * top - level : level;
		d->y[i] += level;
	}
}

static void
add_cycle(struct draw *d, double cycles, double amplitude)
{
	double phase = random_unit(d->r);
	if (d->days > 0)
		cycles = d->days;
	for (size_t i = 0; i < d->n; i++)
		d->y[i] += d->noise * amplitude * sin(2 * PI * (cycles * at(d, i) + phase));
	d->out->days = cycles;
}

static void
add_saturation(struct draw *d, double height, double tau)
{
	for (size_t i = 0; i < d->n; i++)
		d->y[i] += height * (1 - exp(-at(d, i) / tau));
}

static void
add_sawtooth(struct draw *d)
{
	double teeth = random_between(d->r, 4, 16);
	double height = random_between(d->r, 100, 300), phase = random_unit(d->r);
	for (size_t i = 0; i < d->n; i++)
		d->y[i] += height * fmod(teeth * at(d, i) + phase, 1);
}

static void
add_levels(struct draw *d)
{
	double level = random_between(d->r, 0, 300);
	for (size_t i = 0; i < d->n; i++) {
		if (random_unit(d->r) < 8 / (double)d->n)
			level = random_between(d->r, 0, 300);
		d->y[i] += level;
	}
}

/* Zero to two quanta above the ground, seldom changing. */
static void
add_mostly_flat(struct draw *d)
{
	double level = 1;
	for (size_t i = 0; i < d->n; i++) {
		if (random_unit(d->r) < 4 / (double)d->n)
			level = fmin(2, fmax(0, level + (random_unit(d->r) < 0.5 ? -1 : 1)));
		d->y[i] += 4 * level;
	}
}

static void
add_running_maximum(struct draw *d)
{
	double level = SD * random_normal(d->r), most = level;
	for (size_t i = 0; i < d->n; i++) {
		most = fmax(most, level);
		d->y[i] += most;
		level = 0.8 * level + SD * 0.6 * random_normal(d->r);
	}
}

/* A queue with infinitely many servers in its steady state: Poisson arrivals, exponential stays. */
static void
add_births_and_deaths(struct draw *d)
{
	double mean = random_between(d->r, 50, 400);
	double stay = random_between(d->r, 0.01, 0.1) * (double)d->n;
	double leave = 1 - exp(-1 / stay), alive = random_poisson(d->r, mean);
	for (size_t i = 0; i < d->n; i++) {
		d->y[i] += alive;
		double gone = fmin(alive, random_poisson(d->r, alive * leave));
		alive += random_poisson(d->r, mean * leave) - gone;
	}
}

static void
add_bump(struct draw *d)
{
	double height = random_between(d->r, 100, 400);
	double middle = random_between(d->r, 0.25, 0.75);
	double width = random_between(d->r, 0.03, 0.1);
	for (size_t i = 0; i < d->n; i++) {
		double z = (at(d, i) - middle) / width;
		d->y[i] += height * exp(-z * z / 2);
	}
}

static void
add_step(struct draw *d, double where, double height)
{
	for (size_t i = 0; i < d->n; i++)
		d->y[i] += at(d, i) >= where ? height : 0;
}

static void
add_logarithm(struct draw *d)
{
	double height = random_between(d->r, 200, 600);
	for (size_t i = 0; i < d->n; i++)
		d->y[i] += height * log1p(40 * fmin(0.35, at(d, i))) / log1p(40 * 0.35);
}

/* Jumps of one size at random moments. */
static void
add_jumps(struct draw *d, size_t jumps, double size)
{
	for (size_t j = 0; j < jumps; j++)
		add_step(d, random_unit(d->r), size);
	d->out->growth = (double)jumps * size; /* what really leaked */
}

/* The leak grows by the load that has passed; the level follows the load too. */
static void
add_loaded_growth(struct draw *d, double growth)
{
	double cycles = random_between(d->r, 3, 7), phase = random_unit(d->r), sum = 0;
	for (size_t i = 0; i < d->n; i++)
		sum += fmax(0, sin(2 * PI * (cycles * at(d, i) + phase)));
	double passed = 0;
	for (size_t i = 0; i < d->n; i++) {
		double load = fmax(0, sin(2 * PI * (cycles * at(d, i) + phase)));
		passed += load;
		d->y[i] += growth * passed / sum + 60 * load;
	}
	d->out->growth = growth;
	d->out->days = cycles;
}

static void
add_intermittent(struct draw *d, double growth)
{
	bool active[12];
	size_t count = 0;
	while (count < 3) {
		count = 0;
		for (size_t i = 0; i < 12; i++)
			count += active[i] = random_unit(d->r) < 0.4;
	}
	double level = 0;
	for (size_t i = 0; i < d->n; i++) {
		if (active[i * 12 / d->n])
			level += growth * 12 / (double)count / (double)d->n;
		d->y[i] += level;
	}
	d->out->growth = growth;
}

/* Once a fifth of what has leaked comes back. */
static void
add_released(struct draw *d, double growth)
{
	double when = random_between(d->r, 0.3, 0.8);
	for (size_t i = 0; i < d->n; i++)
		d->y[i] += growth * (at(d, i) - (at(d, i) >= when ? 0.2 * when : 0));
	d->out->growth = growth;
}

static void
add_spikes(struct draw *d)
{
	for (size_t i = 0; i < d->n; i++) {
		if (random_unit(d->r) < 0.05)
			d->y[i] += d->noise * random_between(d->r, 0, 300);
	}
}

static void
add_exponential_bursts(struct draw *d, double first, double last)
{
	for (size_t i = 0; i < d->n; i++)
		d->y[i] += (first + (last - first) * at(d, i)) * random_exponential(d->r);
}

static void
add_lognormal_bursts(struct draw *d)
{
	double z = random_normal(d->r);
	for (size_t i = 0; i < d->n; i++) {
		d->y[i] += 60 * exp(0.9 * z);
		z = 0.8 * z + 0.6 * random_normal(d->r);
	}
}

/* On or off for a while that lasts about a twentieth of the run. */
static void
add_switched_load(struct draw *d, double first, double last)
{
	bool on = random_unit(d->r) < first;
	for (size_t i = 0; i < d->n; i++) {
		if (random_unit(d->r) < 20 / (double)d->n)
			on = random_unit(d->r) < first + (last - first) * at(d, i);
		d->load[i] = on;
		d->y[i] += on ? 300 : 0;
	}
	d->out->load = d->load;
}

static void
add_family(struct draw *d, int number)
{
	struct random *r = d->r;
	double where;
	size_t jumps;
	switch (number) {
	case 1: case 9: case 11: case 12: case 13: case 14: case 19: case 20: case 21:
	case 22: case 23: case 24: case 10: case 25: case 26: case 27: case 29: case 30:
	case 31: case 32: case 33: case 34: case 35: case 36: case 38: case 39: case 40:
	case 41: case 44: case 47:
		add_white(d, SD);
		break;
	default:
		break;
	}
	switch (number) {
	case 2: add_ar(d, 0.5, SD); break;
	case 3: add_ar(d, 0.9, SD); break;
	case 4: add_ar(d, 0.99, SD); break;
	case 5: add_walk(d, 5); break;
	case 6: add_reflected_walk(d, 5); break;
	case 7:
		add_cycle(d, random_between(r, 3, 7), random_between(r, 60, 160));
		add_ar(d, 0.7, SD);
		break;
	case 8:
		add_cycle(d, random_between(r, 0.4, 0.8), random_between(r, 60, 160));
		add_white(d, SD);
		break;
	case 9:
		where = random_between(r, 0.1, 0.9);
		add_step(d, where, random_between(r, 100, 400));
		break;
	case 10: add_levels(d); break;
	case 11: add_saturation(d, random_between(r, 200, 600), 0.1); break;
	case 12: add_saturation(d, random_between(r, 200, 600), 0.25); break;
	case 13: add_saturation(d, random_between(r, 200, 600), 0.5); break;
	case 14: add_sawtooth(d); break;
	case 15: add_mostly_flat(d); break;
	case 16: add_running_maximum(d); break;
	case 17: add_births_and_deaths(d); break;
	case 18: break;
	case 19:
		where = random_between(r, 0.05, 0.8);
		add_ramp(d, where, where + 0.05, random_between(r, 150, 450));
		break;
	case 20: add_bump(d); break;
	case 21: add_ramp(d, 0, 0.2, random_between(r, 150, 450)); break;
	case 22:
		for (int i = 0; i < 3; i++) {
			where = random_unit(r);
			add_step(d, where, random_between(r, 60, 210));
		}
		break;
	case 23: add_line(d, -random_between(r, 2, 10) * SD); d->out->growth = 0; break;
	case 24: add_logarithm(d); break;
	case 25: add_line(d, 2 * SD); break;
	case 26: add_line(d, 5 * SD); break;
	case 27: add_line(d, 20 * SD); break;
	case 28: add_line(d, 8 * SD); add_ar(d, 0.9, SD); break;
	case 29:
		add_line(d, 8 * SD);
		add_cycle(d, random_between(r, 3, 7), random_between(r, 60, 160));
		break;
	case 30: add_line(d, 8 * SD); add_sawtooth(d); break;
	case 31: add_jumps(d, (size_t)random_poisson(r, 40), SD / 2); break;
	case 32:
		jumps = 6 + random_below(r, 15);
		add_jumps(d, jumps, 20 * SD / (double)jumps);
		break;
	case 33: add_loaded_growth(d, 10 * SD); break;
	case 34:
		where = d->out->onset = random_between(r, 0.25, 0.65);
		add_ramp(d, where, 1, 10 * SD);
		d->out->growth = 10 * SD / (1 - where);
		break;
	case 35:
		for (size_t i = 0; i < d->n; i++)
			d->y[i] += 10 * SD * at(d, i) * at(d, i);
		d->out->growth = 10 * SD;
		break;
	case 36: add_intermittent(d, 20 * SD); break;
	case 37:
		add_walk(d, 5);
		add_line(d, 3 * 5 * sqrt((double)d->n));
		break;
	case 38:
		add_saturation(d, random_between(r, 150, 450), 0.05);
		add_line(d, 10 * SD);
		break;
	case 39: add_released(d, 10 * SD); break;
	case 40:
		where = random_between(r, 1.0 / 3, 2.0 / 3); /* one half up to twice as steep as the other */
		add_ramp(d, 0, 0.5, 10 * SD * where);
		add_ramp(d, 0.5, 1, 10 * SD * (1 - where));
		d->out->growth = 10 * SD;
		break;
	case 41: add_line(d, 8 * SD); add_spikes(d); break;
	case 42: add_exponential_bursts(d, 15, 150); break;
	case 43: add_lognormal_bursts(d); break;
	case 44: add_switched_load(d, 0.3, 0.8); break;
	case 45: add_line(d, 5 * SD); add_exponential_bursts(d, 60, 60); break;
	case 46: add_line(d, 5 * SD); add_lognormal_bursts(d); break;
	case 47: add_line(d, 5 * SD); add_switched_load(d, 0.5, 0.5); break;
	default: break;
	}
}

/* The values of one draw, with or without its noise. */
static void
draw(struct family_series *out, int number, double days, double noise, double *value,
    struct random *r, struct arena *arena)
{
	size_t count = out->count;
	struct draw d = { r, count, days, value, arena_array(arena, count, sizeof(double)), out,
		noise };
	double base = number >= 42 ? 3000 : random_between(r, 1000, 5000);
	for (size_t i = 0; i < count; i++)
		value[i] = base;
	add_family(&d, number);
}

struct family_series
family_draw(int number, size_t count, double days, struct random *r, struct arena *arena)
{
	struct family_series out = { .count = count };
	double *smooth = arena_array(arena, count, sizeof(double));
	struct random again = *r;
	draw(&out, number, days, 0, smooth, &again, arena);
	/* The last sample stands half an interval before the end. */
	out.end = smooth[count - 1] + 0.5 * out.growth / (double)count;
	out.value = arena_array(arena, count, sizeof(double));
	draw(&out, number, days, 1, out.value, r, arena);
	return out;
}

int
family_of_host(struct random *r)
{
	/* clang-format off */
	static const struct { int number; double weight; } mix[] = {
		{ 18, 35 }, { 15, 20 }, { 1, 8 }, { 2, 5 }, { 3, 4 }, { 17, 6 }, { 6, 3 }, { 4, 1 }, { 7, 4 },
		{ 14, 2 }, { 11, 2 }, { 24, 2 }, { 21, 2 }, { 9, 2 }, { 19, 1 }, { 20, 1 }, { 10, 1 }, { 16, .5 }, { 23, .5 },
	};
	/* clang-format on */
	size_t count = sizeof(mix) / sizeof(mix[0]);
	double sum = 0, passed = 0;
	for (size_t i = 0; i < count; i++)
		sum += mix[i].weight;
	double drawn = random_between(r, 0, sum);
	for (size_t i = 0; i < count; i++) {
		passed += mix[i].weight;
		if (drawn < passed)
			return mix[i].number;
	}
	return 18;
}

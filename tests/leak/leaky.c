/*
 * leaky RATE [SECONDS]: leaks RATE bytes of malloc memory a second, every byte touched, for SECONDS (default: until it is killed). For trying the whole
 * line on a real machine: what it leaks is known.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BLOCK 512
#define TICKS_PER_SECOND 10

static double
seconds_since(const struct timespec *start)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) +
	       (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

int
main(int argc, char **argv)
{
	if (argc < 2 || argc > 3) {
		fputs("usage: leaky RATE [SECONDS]\n", stderr);
		return 2;
	}
	double rate = (double)strtol(argv[1], NULL, 10);
	double until = argc == 3 ? (double)strtol(argv[2], NULL, 10) : 1e9;
	struct timespec start, pause = { 0, 1000000000 / TICKS_PER_SECOND };
	clock_gettime(CLOCK_MONOTONIC, &start);
	double leaked = 0, elapsed;
	while ((elapsed = seconds_since(&start)) < until) {
		/* By the clock, not by the tick: a slow machine does not change the rate. */
		for (; leaked < rate * elapsed; leaked += BLOCK) {
			char *block = malloc(BLOCK - 16);
			if (block == NULL)
				return 1;
			memset(block, 1, BLOCK - 16);
		}
		nanosleep(&pause, NULL);
	}
	return 0;
}

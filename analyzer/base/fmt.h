#ifndef BASE_FMT_H
#define BASE_FMT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Numbers for people: the only place that rounds. Each function fills buf (FMT_SIZE bytes) and returns it. JSON and CSV
 * never use these.
 */
#define FMT_SIZE 40

const char *fmt_bytes(char *buf, double bytes);            /* 1.24 MB: 1024-based, three digits */
const char *fmt_bytes_rate(char *buf, double per_second);  /* 35.2 KB/h: the unit of time that reads best */
const char *fmt_count(char *buf, double count);            /* 12,345 */
const char *fmt_count_rate(char *buf, double per_second);  /* 120/h */
const char *fmt_duration(char *buf, double seconds);       /* 3 d 4 h, 2 min */
const char *fmt_percent(char *buf, double fraction);       /* 0.932 → 93 % */
const char *fmt_p(char *buf, double p);                    /* 0.03, <1e-12 */
const char *fmt_fixed(char *buf, double value, int decimals); /* as printf's %.*f, of 0 to 2 decimals and below 1e18; faster */
const char *fmt_double(char *buf, double value);           /* shortest text that reads back equal: for JSON, CSV */

#endif

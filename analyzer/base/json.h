#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/out.h"
#include "base/str.h"

/*
 * A streaming JSON writer: commas, quoting and indentation are its business, nesting is the caller's. Text is taken as UTF-8; bytes that
 * are not are written as U+FFFD. A number that is not finite is written as null.
 */
#define JSON_DEPTH 16

struct json {
	struct out *out;
	int depth;
	bool script;           /* write <, > and & as \u003c …, for a <script> element */
	bool filled[JSON_DEPTH]; /* something stands at this depth already */
	bool compact[JSON_DEPTH]; /* this depth and what is in it stay on one line; [0]: all */
};

void json_init(struct json *j, struct out *out);
void json_object(struct json *j, const char *key); /* key NULL inside an array or at the top */
void json_array(struct json *j, const char *key);
void json_object_end(struct json *j);
void json_array_end(struct json *j);
void json_str(struct json *j, const char *key, struct str value);
void json_text(struct json *j, const char *key, const char *value); /* NULL gives null */
void json_i64(struct json *j, const char *key, int64_t value);
void json_double(struct json *j, const char *key, double value);
/* Four digits: of what is not known better. */
void json_rounded(struct json *j, const char *key, double value);
void json_bool(struct json *j, const char *key, bool value);
void json_null(struct json *j, const char *key);
void json_time(struct json *j, const char *key, int64_t at_ms); /* WHEN_UNKNOWN gives null */

#endif

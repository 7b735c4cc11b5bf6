#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stdint.h>

/*
 * Every bound on what an input can make the program do, with its reason. Each has a test at the limit and just above.
 */
#define LIMIT_LINE_BYTES (1 << 20)   /* ps with full arguments prints up to 256 KB; beyond 1 MB it is no command */
#define LIMIT_NESTING 3              /* .log.gz in a .tgz in a directory; a plain file at the bottom does not count */
#define LIMIT_FOLDERS 32             /* directories inside directories; each holds a descriptor while it is walked */
#define LIMIT_INPUT_BYTES (INT64_C(1) << 38) /* unpacked: two years at a 10 s interval, or a bomb */
#define LIMIT_SORT_BYTES (256 << 20) /* members of an archive held to be read in order of name: a day's outputs, one file each */
#define LIMIT_SORT_MEMBER_BYTES (1 << 20) /* an output of one command; a larger member is a log, and its order does not matter */
#define LIMIT_BOMB_RATIO 1000 /* unpacked to packed; a capture of an idle machine reaches 100 */
#define LIMIT_BOMB_BYTES (64 << 20) /* below this nobody is hurt */
#define LIMIT_MEMBERS (4 << 20)      /* 60,480 samples × 12 commands, one file each, five times over */
#define LIMIT_RULES_BYTES (1 << 20)  /* --rules FILE: ten times our own dictionary */
#define LIMIT_PATH_BYTES 4096        /* PATH_MAX; an archive may say anything */
#define LIMIT_NAME_BYTES 500         /* of a process, zone …: ps prints 19, slabs have 60; what is beyond tells nothing apart */
#define LIMIT_NAMES 20000            /* different ones: ten times those of a large machine; each costs a kilobyte */
#define LIMIT_TEXTS_BYTES (32 << 20) /* all exhibits: our collector's are 2 MB */
#define LIMIT_TEXT_BYTES (256 << 10) /* one verbatim exhibit (before/, after/) in the report */

#endif

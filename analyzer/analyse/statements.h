/*
 * Everything the analysis can say beside the numbers, one row each: constant, public id (in the JSON), and what its values
 * and names are, in order; report/words.c has the sentence for each id. Amounts are in the unit of the finding's leading metric,
 * rates per second, times seconds. Define EVIDENCE, ANSWER, ADVICE to take what you need.
 */
#ifndef EVIDENCE
#define EVIDENCE(constant, id, values)
#endif
#ifndef ANSWER
#define ANSWER(id, state, values)
#endif
#ifndef ADVICE
#define ADVICE(constant, id, values)
#endif
/* clang-format off */

/* What the series says by itself. */
EVIDENCE(FLOOR_TREND,       "floor-trend",       "p; steps in which the floor rose; steps; 1: the level wanders")
EVIDENCE(NEVER_FALLS,       "never-falls",       "retained growth / (it + largest drop); largest drop")
EVIDENCE(STILL_GROWING,     "still-growing",     "slope of the second half / of the whole; sixths of the run with growth")
EVIDENCE(JUMP,              "jump",              "largest jump / growth")
EVIDENCE(SHAPE,             "shape",             "BIC margin, above 0 for growing; name: the best shape; other: the runner-up")
EVIDENCE(ONSET,             "onset",             "onset; its interval low, high; 1: present when the capture started")
EVIDENCE(RATE,              "rate",              "rate; low; high; 1: approximate")
EVIDENCE(WORK,              "work",              "growth per unit of work; p; 1: follows the work rather than the clock; name: the unit, 1000 requests or a second of CPU time")
EVIDENCE(LOAD,              "load",              "part of its movement 0 … 1 that follows the load and was taken out; name: what the load was told from")
EVIDENCE(DAILY,             "daily",             "strength of the daily cycle 0 … 1")
EVIDENCE(FLUCTUATES,        "fluctuates",        "reversals")
EVIDENCE(MULTIPLICITY,      "multiplicity",      "q over all judged series")
EVIDENCE(THIRDS,            "thirds",            "share of the three thirds of the run that say the same")
EVIDENCE(IMMATERIAL,        "immaterial",        "growth; growth that would matter; seconds until it would have eaten 1 % of memory")
EVIDENCE(FEW_POINTS,        "few-points",        "points; points needed")
EVIDENCE(SHORT_SPAN,        "short-span",        "span: no time passed between the first sample and the last")
EVIDENCE(SEEN_IN_PART,      "seen-in-part",      "share of the samples in which it appears")
EVIDENCE(BOOT_RAMP,         "boot-ramp",         "uptime at the first sample")
EVIDENCE(BOOTS,             "boots",             "boots in the capture; number of the one judged, from 1; its span")
EVIDENCE(OTHER_BOOTS,       "other-boots",       "boots beside the one judged that are long enough to judge; of these, boots in which it grows as well")
EVIDENCE(SINCE_BOOT,        "since-boot",        "rate × uptime / present size; uptime")

/* What is known about the entity. */
EVIDENCE(KNOWN,             "known",             "name: class; other: note of the dictionary")
EVIDENCE(BELOW_BOUND,       "below-bound",       "present size; bound; share of the bound (sizes are items or bytes, as the bound is); name: the bound")
EVIDENCE(ABOVE_BOUND,       "above-bound",       "the same")
EVIDENCE(BOUND_UNKNOWN,     "bound-unknown",     "share of memory held; name: the bound, which the capture does not tell")
EVIDENCE(RECLAIMABLE,       "reclaimable",       "(none); memory pressure frees it")
EVIDENCE(FOLLOWS,           "follows",           "growth of items / the parent's; correlation of the increments; name: the parent's id")
EVIDENCE(OUTRUNS_PARENT,    "outruns-parent",    "the same; grows although what it belongs to does not")
EVIDENCE(SAME_MEMORY,       "same-memory",       "the same; the same leak seen elsewhere")
EVIDENCE(BELONGS_TO,        "belongs-to",        "growth of the process's descriptors; correlation; name: the process's id")
EVIDENCE(OVERHEAD,          "overhead",          "(none); the allocator's own memory, grows with its users")
EVIDENCE(MIRROR,            "mirror",            "(none); counts memory that others own")
EVIDENCE(BY_COLLECTING,     "by-collecting",     "items per sample; the collecting itself makes them")
EVIDENCE(ONLY_FREE,         "only-free",         "growth in use; growth held and free")
EVIDENCE(BY_RULES,          "by-rules",          "(none); name: the pattern of --rules that fitted")

/* What the machine as a whole says. */
EVIDENCE(SHARE,             "share",             "share of the memory lost; low; high")
EVIDENCE(EATS_MOST,         "eats-most",         "share; a known cache, but most of the fallen memory went there")
EVIDENCE(LIMIT_HIT,         "limit-hit",         "items; limit")
EVIDENCE(FAILS,             "fails",             "failed requests in the capture")
EVIDENCE(RESTARTS,          "restarts",          "lives; p of all lives together; mean drop at a restart")
EVIDENCE(ONE_PROCESS,       "one-process",       "its growth / the command's; name: the process's id")
EVIDENCE(TURNOVER,          "turnover",          "processes of its command that ended in the capture; largest RSS one of them had: workers replaced in turn")
EVIDENCE(ONE_OF_MANY,       "one-of-many",       "processes of its command; change of the command as a whole, which does not grow")
EVIDENCE(MULTIPLIES,        "multiplies",        "processes at the start; at the end")
EVIDENCE(SHARED,            "shared",            "processes that grow by the same amounts at the same moments: one memory, counted once; its growth")
EVIDENCE(SQUEEZED,          "squeezed",          "growth of VSZ; of RSS; of swap in use: pushed out to swap while it grows")
EVIDENCE(VSZ_ALONE,         "vsz-alone",         "growth of VSZ; of RSS: address space without memory behind it")
EVIDENCE(VSZ_FLAT,          "vsz-flat",          "growth of RSS; room left below VSZ: fills address space it already had")
EVIDENCE(SWAP_IN_USE,       "swap-in-use",       "bytes of swap in use at the end; growth")

/* The five questions; every answer has one of these states. */
ANSWER("busy", "idle",        "CPU busy median; 95 %; requests per second median; 95 %; rate / that since boot; name: what was measured")
ANSWER("busy", "quiet",       "the same")
ANSWER("busy", "usual",       "the same")
ANSWER("busy", "busier",      "the same")
ANSWER("busy", "unknown",     "")
ANSWER("uptime", "young",     "uptime; boots; measured rate × uptime / size of the first suspect; name: its id")
ANSWER("uptime", "since-boot", "the same: it has leaked like this since boot")
ANSWER("uptime", "rebooted",  "the same: there was a boot within the capture")
ANSWER("uptime", "long",      "the same")
ANSWER("uptime", "unknown",   "")
ANSWER("normal", "growth",    "judged; leak or suspected; bounded; cyclic; step; stable")
ANSWER("normal", "fluctuates", "the same")
ANSWER("normal", "steady",    "the same")
ANSWER("normal", "unknown",   "the same")
ANSWER("where", "kernel",     "loss per second; share of the kernel; of processes; unexplained; name: id of the first line")
ANSWER("where", "process",    "the same")
ANSWER("where", "mixed",      "the same")
ANSWER("where", "unexplained", "the same")
ANSWER("where", "descriptors", "no memory is lost, descriptors are; name: id of the finding")
ANSWER("where", "nowhere",    "loss per second; p: memory did not fall significantly")
ANSWER("where", "unknown",    "")
ANSWER("trigger", "yes",      "onset; 1: present when the capture started; name: id of the finding")
ANSWER("trigger", "maybe",    "the same")
ANSWER("trigger", "no",       "number of candidates; size of the largest; name: its id: large since boot, did not move")
ANSWER("trigger", "unknown",  "")

ADVICE(LONGER,              "longer",            "seconds more; seconds in all; name: id of the finding that needs it most")
ADVICE(UNDER_LOAD,          "under-load",        "load / that since boot, unknown if no longer capture would do")
ADVICE(THREE_DAYS,          "three-days",        "seconds more; seconds in all: to see daily cycles")
ADVICE(MORE_SAMPLES,        "more-samples",      "samples; samples needed")
ADVICE(AFTER_WARM_UP,       "after-warm-up",     "uptime: capture again when it has been up for a day")
ADVICE(RECORD_LIMITS,       "record-limits",     "how many others are concerned; name: the bound that the capture does not tell; other: id of the finding that grew most clearly")
ADVICE(RECORD_DESCRIPTORS,  "record-descriptors", "name: the finding whose process would be known")
ADVICE(RECORD_KERNEL,       "record-kernel",     "share of the loss that nothing listed explains")
ADVICE(SWAP_ON_FIREWALL,    "swap-on-firewall",  "swap in use at the end; its growth in the run; name: id of what tells that it is a firewall")
ADVICE(NO_CLOCK,            "no-clock",          "")
ADVICE(LOOK_NEXT,           "look-next",         "name: a command; other: id of the finding it looks into")

/* clang-format on */
#undef EVIDENCE
#undef ANSWER
#undef ADVICE

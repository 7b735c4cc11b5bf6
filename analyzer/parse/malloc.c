#include "base/num.h"
#include "parse/block.h"

#include "base/banned.h"

/*
 * vmstat -m of the BSDs, by type: "name InUse MemUseK [-|HighUseK] [LimitK] Requests [TypeLimit KernLimit] [sizes]". Columns may touch
 * ("1K127753K"), but each K ends a number; what is left of the first K has the count and the name.
 */
/* Index of the K that ends the first number printed with one; false: none. */
static bool
find_first_k(struct str line, size_t *at)
{
	for (size_t i = 1; i < line.len; i++) {
		if (line.ptr[i] != 'K' || !str_is_digit(line.ptr[i - 1]))
			continue;
		if (i + 1 < line.len && line.ptr[i + 1] != ' ' &&
		    line.ptr[i + 1] != '-' && line.ptr[i + 1] != '\t' &&
		    !str_is_digit(line.ptr[i + 1]))
			continue;
		*at = i;
		return true;
	}
	return false;
}

/* Takes digits, perhaps with - in front, off the front of *rest. */
static bool
take_digits(struct str *rest, int64_t *value)
{
	struct str text = str_trim(*rest);
	size_t len = text.len > 0 && text.ptr[0] == '-' ? 1 : 0;
	while (len < text.len && str_is_digit(text.ptr[len]))
		len++;
	if (!num_wrapped(str_from_to(text, 0, len), value))
		return false;
	*rest = str_skip(text, len);
	return true;
}

/* Behind MemUse: high use and limit, if any, each ended by K; then the requests. */
static bool
take_requests(struct str rest, int64_t *requests, struct str *word)
{
	for (int i = 0; i < 3; i++) {
		struct str text = str_trim(rest);
		if (str_starts(text, "- ")) { /* HighUse, never filled in */
			rest = str_skip(text, 1);
			continue;
		}
		if (!take_digits(&rest, requests))
			return false;
		*word = str_from_to(text, 0, text.len - rest.len);
		if (!str_starts(rest, "K"))
			return rest.len == 0 || rest.ptr[0] == ' ' ||
			       rest.ptr[0] == '\t';
		rest = str_skip(rest, 1);
	}
	return false;
}

static struct row *
add_type(struct block *b, struct str name, int64_t used, int64_t bytes, int64_t step,
    int64_t requests)
{
	struct row *row = block_row(b, KIND_MALLOC, name);
	row->unit = UNIT_BYTES;
	row->wraps = block_has(b, QUIRK_COUNTER_32);
	row_put(row, METRIC_USED, used < 0 ? 0 : used, 1);
	row_put(row, METRIC_BYTES, bytes < 0 ? 0 : bytes, step);
	if (requests >= 0)
		row_put(row, METRIC_REQUESTS, requests, 1);
	return row;
}

/* Kilobytes may be a negative number of bytes, printed unsigned and divided. */
#define WRAPPED_KIB (INT64_C(1) << 53)

/* A count touches the name when it has more digits than its column. */
#define COUNT_WIDTH 6
#define NAMES_MAX 4096 /* more types than any kernel has */

/*
 * "solaris1234567": cut where the name is one that was seen on its own. Else nobody knows which digits are whose.
 */
static bool
split_glued(const struct block *b, struct str glued, struct str *name, int64_t *used)
{
	size_t digits = 0;
	uint32_t index;
	glued = str_trim(glued);
	while (digits < glued.len && str_is_digit(glued.ptr[glued.len - 1 - digits]))
		digits++;
	for (size_t len = COUNT_WIDTH; len <= digits; len++) {
		*name = str_from_to(glued, 0, glued.len - len);
		if (name->len > 0 && map_find(&b->stream->names, *name, &index))
			return num_i64(str_skip(glued, glued.len - len), used);
	}
	return false;
}

/* What stands before MemUse: a name and a count, perhaps touching. */
static bool
take_name(struct block *b, struct str left, struct str *name, int64_t *used)
{
	struct str rest = left;
	struct str count = str_last_word(&rest);
	*name = str_trim(rest);
	if (name->len > 0 && num_wrapped(count, used)) {
		if (block_has(b, QUIRK_GLUED) && b->stream->names.count < NAMES_MAX)
			(void)map_add(&b->stream->names, *name, NULL);
		return true;
	}
	return block_has(b, QUIRK_GLUED) && split_glued(b, left, name, used);
}

static enum line_kind
type_line(struct block *b, struct str line)
{
	size_t at;
	int64_t used, kib, requests;
	struct str name;
	if (!find_first_k(line, &at))
		return LINE_ODD;
	struct str left = str_from_to(line, 0, at);
	struct str memory = str_last_word(&left), count = left, request;
	if (!num_wrapped(memory, &kib) || !take_name(b, left, &name, &used) ||
	    !take_requests(str_skip(line, at + 1), &requests, &request))
		return LINE_ODD;
	if (kib >= WRAPPED_KIB)
		kib = 0;
	add_type(b, name, used, num_mul(kib, 1024), 1024, requests);
	block_mark(b, str_last_word(&count), MARK_COUNT, METRIC_USED, 1);
	block_mark(b, memory, MARK_COUNT, METRIC_BYTES, 1024);
	block_mark(b, request, MARK_COUNT, METRIC_REQUESTS, 1);
	return LINE_ROWS;
}

static bool
is_sizes(struct str word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (!str_is_digit(word.ptr[i]) && word.ptr[i] != ',' &&
		    word.ptr[i] != 'K')
			return false;
	}
	return word.len > 0;
}

/* FreeBSD 15: "name Use Memory Req [sizes]", memory in bytes, all of them perhaps with a suffix. */
static enum line_kind
bytes_line(struct block *b, struct str line)
{
	struct str left = line;
	struct str word[4]; /* from the right */
	for (int i = 0; i < 4; i++)
		word[i] = str_last_word(&left);
	int64_t used, bytes, requests, step, ignored;
	/* Without a size list the fourth word from the right belongs to the name. */
	bool sized = is_sizes(word[0]) && num_count(word[3], &used, &ignored) &&
		     str_trim(left).len > 0;
	struct str *numbers = sized ? word + 1 : word;
	if (!num_count(numbers[2], &used, &ignored) ||
	    !num_size(numbers[1], 1, &bytes, &step) ||
	    !num_count(numbers[0], &requests, &ignored))
		return LINE_ODD;
	struct str name =
	    str_trim(str_from_to(line, 0, (size_t)(numbers[2].ptr - line.ptr)));
	if (name.len == 0)
		return LINE_ODD;
	add_type(b, name, used, bytes, step, requests);
	return LINE_ROWS;
}

static enum line_kind
malloc_line(struct block *b, struct str line)
{
	if (block_decide(b, line))
		return LINE_CONTEXT;
	if (block_has(b, QUIRK_SUMMARY))
		return str_starts(line, "Memory statistics") ? LINE_ROWS : LINE_ODD;
	return block_has(b, QUIRK_BYTES) ? bytes_line(b, line) : type_line(b, line);
}

/*
 * The buckets that the types of the old allocator share: "size in-use free requests high-water could-free", sizes as 64 and 2K.
 */
static enum line_kind
bucket_line(struct block *b, struct str line)
{
	int64_t size, used, free_count, requests, step;
	if (block_decide(b, line) || str_has(line, "In Use"))
		return LINE_CONTEXT;
	struct str rest = line;
	if (!num_size(str_word(&rest), 1, &size, &step) ||
	    !num_i64(str_word(&rest), &used) ||
	    !num_i64(str_word(&rest), &free_count) ||
	    !num_i64(str_word(&rest), &requests))
		return LINE_ODD;
	struct row *row = block_row(b, KIND_POOL, STR("bucket"));
	row->item_size = size;
	row->wraps = true;
	row_put(row, METRIC_USED, used < 0 ? 0 : used, 1);
	row_put(row, METRIC_FREE, free_count < 0 ? 0 : free_count, 1);
	row_put(row, METRIC_REQUESTS, requests, 1);
	return LINE_ROWS;
}

const struct reader read_buckets = { .name = "buckets", .line = bucket_line };

const struct reader read_malloc = { .name = "malloc", .line = malloc_line };

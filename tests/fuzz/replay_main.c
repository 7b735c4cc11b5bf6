#include "drive.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*
 * Stands in for the fuzzer in ordinary builds: every file of the folders given, and damaged variants of each, the same ones every time.
 * SEEP_FUZZ_ROUNDS: how many (2).
 */
#define FILE_BYTES_MAX (64 << 10)

static uint64_t state;

static uint64_t
next_random(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static size_t
below(size_t limit)
{
	return limit > 0 ? (size_t)(next_random() % limit) : 0;
}

/* What befalls text: bits, holes, cuts, lines twice, lines lost, foreign lines. */
static size_t
damage(uint8_t *bytes, size_t size, size_t room)
{
	static const char *const foreign[] = { "\n#seep> 7 2026-11-22T08:41:00Z ps\n",
		"\n#seep< 1 0\n", "\nSun Nov 22 08:47:12 UTC 2026\n",
		"\nps: kvm_getprocs\n", "99999999999999999999", "-1", "\x1b[H", "\r",
		"18446744073709551615K", "1,5" };
	if (size == 0)
		return 0;
	size_t at = below(size), len = below(200) + 1;
	if (len > size - at)
		len = size - at;
	switch (below(6)) {
	case 0:
		bytes[at] ^= (uint8_t)(1u << below(8));
		return size;
	case 1:
		memset(bytes + at, 0, len);
		return size;
	case 2:
		return at;
	case 3: /* a stretch is lost */
		memmove(bytes + at, bytes + at + len, size - at - len);
		return size - len;
	case 4: /* a stretch stands twice */
		if (size + len > room)
			return size;
		memmove(bytes + at + len, bytes + at, size - at);
		return size + len;
	default: {
		const char *text = foreign[below(sizeof(foreign) / sizeof(foreign[0]))];
		len = strlen(text);
		if (size + len > room)
			return size;
		memmove(bytes + at + len, bytes + at, size - at);
		memcpy(bytes + at, text, len);
		return size + len;
	}
	}
}

static size_t file_count, input_count;

static void
replay_file(const char *path, size_t rounds)
{
	static uint8_t whole[FILE_BYTES_MAX], bytes[FILE_BYTES_MAX + 4096];
	FILE *f = fopen(path, "rb");
	if (f == NULL) {
		perror(path);
		exit(2);
	}
	size_t size = fread(whole, 1, sizeof(whole), f);
	fclose(f);
	file_count++;
	state = 88172645463325252u + size;
	for (size_t i = 0; i <= rounds; i++) {
		size_t len = size;
		memcpy(bytes, whole, size);
		for (size_t hits = i > 0 ? 1 + below(4) : 0; hits > 0; hits--)
			len = damage(bytes, len, sizeof(bytes));
		LLVMFuzzerTestOneInput(bytes, len);
		input_count++;
	}
}

static int
by_name(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

static void
replay(const char *path, size_t rounds)
{
	struct stat st;
	if (stat(path, &st) != 0) {
		perror(path);
		exit(2);
	}
	if (!S_ISDIR(st.st_mode)) {
		/* Of the fixtures of formats the inputs alone. */
		const char *name = strrchr(path, '/');
		if (name == NULL || strcmp(name, "/expected.txt") != 0)
			replay_file(path, rounds);
		return;
	}
	char *names[4096];
	size_t count = 0;
	DIR *d = opendir(path);
	for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;)
		if (e->d_name[0] != '.' && count < 4096)
			names[count++] = strdup(e->d_name);
	closedir(d);
	qsort(names, count, sizeof(names[0]), by_name);
	for (size_t i = 0; i < count; i++) {
		char below_it[4096];
		snprintf(below_it, sizeof(below_it), "%s/%s", path, names[i]);
		replay(below_it, rounds);
		free(names[i]);
	}
}

int
main(int argc, char **argv)
{
	const char *wanted = getenv("SEEP_FUZZ_ROUNDS");
	size_t rounds = wanted != NULL ? strtoul(wanted, NULL, 10) : 2;
	for (int i = 1; i < argc; i++)
		replay(argv[i], rounds);
	printf("%zu files, %zu inputs\n", file_count, input_count);
	return file_count > 0 ? 0 : 1;
}

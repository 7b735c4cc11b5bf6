#include "capture/reader.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/when.h"
#include "capture/name_order.h"
#include "base/banned.h"

/*
 * A directory walked in a fixed order: at each level the files by name, then the directories by name, so that capture.txt comes before what it
 * describes. Numbers in names count as numbers (ps.2 before ps.10). Links are not followed: they may lead out.
 */
struct folder_item {
	const char *name;
	bool is_folder;
};

struct folder {
	int fd;
	size_t path_len; /* of its path in dir_reader.path */
	struct folder_item *items;
	size_t count;
	size_t next;
	struct arena_mark mark;
};

struct dir_reader {
	struct reader reader;
	struct arena *outer;
	struct arena names; /* of the open folders, rewound as they are left */
	struct folder folders[LIMIT_FOLDERS];
	size_t depth;
	char *path; /* of the current entry; in outer */
	size_t path_capacity;
	int fd; /* of the current entry; -1 */
	char *block;
};

static struct dir_reader *
dir_reader(struct reader *r)
{
	return (struct dir_reader *)r;
}

static bool
damaged(struct reader *r, enum damage damage, const char *why)
{
	r->damage = damage;
	r->why = str_from(why);
	return false;
}

static int
compare_items(const void *left, const void *right)
{
	const struct folder_item *a = left, *b = right;

	if (a->is_folder != b->is_folder)
		return a->is_folder ? 1 : -1;
	return name_cmp(a->name, b->name);
}

static bool
is_folder_at(int fd, const char *name)
{
	struct stat st;

	return fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

/* Reads the names of the folder, but for hidden ones (a running collector's notes to itself), and closes the listing; the descriptor for openat stays. */
static bool
folder_list(struct dir_reader *dir, struct folder *folder)
{
	int listing_fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *listing = listing_fd < 0 ? NULL : fdopendir(listing_fd);
	size_t capacity = 0;
	struct dirent *d;

	if (listing == NULL) {
		if (listing_fd >= 0)
			close(listing_fd);
		return false;
	}
	while ((d = readdir(listing)) != NULL) {
		if (d->d_name[0] == '.')
			continue;
		folder->items = arena_grow(&dir->names, folder->items, &capacity,
		    folder->count + 1, sizeof folder->items[0]);
		folder->items[folder->count++] = (struct folder_item){
			.name = str_copy(&dir->names, str_from(d->d_name)).ptr,
			.is_folder = is_folder_at(folder->fd, d->d_name),
		};
	}
	closedir(listing);
	if (folder->count > 0)
		qsort(folder->items, folder->count, sizeof folder->items[0],
		    compare_items);
	return true;
}

/* Takes over fd. */
static bool
folder_push(struct dir_reader *dir, int fd, size_t path_len)
{
	struct folder *folder = &dir->folders[dir->depth];

	*folder = (struct folder){
		.fd = fd, .path_len = path_len, .mark = arena_mark(&dir->names)
	};
	if (!folder_list(dir, folder)) {
		close(fd);
		arena_rewind(&dir->names, folder->mark);
		return false;
	}
	dir->depth++;
	return true;
}

static void
folder_pop(struct dir_reader *dir)
{
	struct folder *folder = &dir->folders[--dir->depth];

	close(folder->fd);
	arena_rewind(&dir->names, folder->mark);
}

static void
entry_close(struct dir_reader *dir)
{
	if (dir->fd >= 0)
		close(dir->fd);
	dir->fd = -1;
}

/* Appends /name to the folder's path. */
static struct str
entry_path(struct dir_reader *dir, const struct folder *folder, const char *name)
{
	size_t at = folder->path_len, len = strlen(name);

	dir->path =
	    arena_grow(dir->outer, dir->path, &dir->path_capacity, at + 1 + len, 1);
	if (at > 0)
		dir->path[at++] = '/';
	memcpy(dir->path + at, name, len);
	return (struct str){ dir->path, at + len };
}

/*
 * Links, devices and pipes are entries without content. O_NONBLOCK: opening a pipe must not wait for its writer. A
 * file that cannot be opened is an entry whose reading fails, so that the ledger gets its name.
 */
static void
entry_open(struct dir_reader *dir, const struct folder *folder, const char *name,
    struct entry *e)
{
	struct stat st;

	if (fstatat(folder->fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		damaged(&dir->reader, DAMAGE_BROKEN, strerror(errno));
		return;
	}
	e->regular = S_ISREG(st.st_mode);
	if (!e->regular)
		return;
	e->mtime_ms = entry_mtime_ms(st.st_mtime);
	dir->fd =
	    openat(folder->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (dir->fd < 0)
		damaged(&dir->reader, DAMAGE_BROKEN, strerror(errno));
}

static bool
folder_enter(struct dir_reader *dir, const struct folder *folder, const char *name,
    struct str path)
{
	if (dir->depth == LIMIT_FOLDERS)
		return damaged(
		    &dir->reader, DAMAGE_LIMIT, "directories nested too deep");
	int fd =
	    openat(folder->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || !folder_push(dir, fd, path.len))
		return damaged(&dir->reader, DAMAGE_BROKEN, strerror(errno));
	return true;
}

static bool
dir_next(struct reader *r, struct entry *e)
{
	struct dir_reader *dir = dir_reader(r);

	entry_close(dir);
	damaged(r, DAMAGE_NONE, NULL);
	while (dir->depth > 0) {
		struct folder *folder = &dir->folders[dir->depth - 1];
		if (folder->next == folder->count) {
			folder_pop(dir);
			continue;
		}
		const struct folder_item *item = &folder->items[folder->next++];
		struct str path = entry_path(dir, folder, item->name);
		*e = (struct entry){
			.path = path, .mtime_ms = WHEN_UNKNOWN, .regular = true
		};
		if (!item->is_folder) {
			entry_open(dir, folder, item->name, e);
			return true;
		}
		/* As with files: one that cannot be entered is an entry whose reading fails. */
		if (!folder_enter(dir, folder, item->name, path))
			return true;
	}
	return false;
}

static bool
dir_block(struct reader *r, struct str *block)
{
	struct dir_reader *dir = dir_reader(r);
	ssize_t len;

	if (r->damage != DAMAGE_NONE)
		return false;
	do
		len = read(dir->fd, dir->block, READER_BLOCK_BYTES);
	while (len < 0 && errno == EINTR);
	if (len < 0)
		return damaged(r, DAMAGE_BROKEN, strerror(errno));
	*block = (struct str){ dir->block, (size_t)len };
	return len > 0;
}

static int64_t
dir_seek(struct reader *r, int64_t offset, int whence)
{
	return lseek(dir_reader(r)->fd, offset, whence);
}

static void
dir_close(struct reader *r)
{
	struct dir_reader *dir = dir_reader(r);

	entry_close(dir);
	while (dir->depth > 0)
		folder_pop(dir);
	arena_close(&dir->names);
}

struct reader *
source_dir_open(struct arena *a, const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return NULL;
	struct dir_reader *dir = arena_alloc(a, sizeof *dir);
	dir->reader = (struct reader){ .next = dir_next,
		.block = dir_block,
		.seek = dir_seek,
		.close = dir_close };
	dir->outer = a;
	dir->fd = -1;
	dir->block = arena_alloc(a, READER_BLOCK_BYTES);
	arena_init(&dir->names);
	if (!folder_push(dir, fd, 0)) {
		arena_close(&dir->names);
		return NULL;
	}
	return &dir->reader;
}

#include "capture/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/when.h"
#include "base/banned.h"

/* A plain file or standard input: one entry, read in big blocks. */
struct file_reader {
	struct reader reader;
	int fd;
	bool given; /* the entry was delivered */
	struct str name;
	int64_t mtime_ms;
	char *block;
};

static struct file_reader *
file_reader(struct reader *r)
{
	return (struct file_reader *)r;
}

static bool
file_next(struct reader *r, struct entry *e)
{
	struct file_reader *file = file_reader(r);

	if (file->given)
		return false;
	file->given = true;
	*e = (struct entry){
		.path = file->name, .mtime_ms = file->mtime_ms, .regular = true
	};
	return true;
}

static bool
file_block(struct reader *r, struct str *block)
{
	struct file_reader *file = file_reader(r);
	ssize_t len;

	do
		len = read(file->fd, file->block, READER_BLOCK_BYTES);
	while (len < 0 && errno == EINTR);
	if (len < 0) {
		r->damage = DAMAGE_BROKEN;
		r->why = str_from(strerror(errno));
		return false;
	}
	*block = (struct str){ file->block, (size_t)len };
	return len > 0;
}

static void
file_close(struct reader *r)
{
	if (file_reader(r)->fd != STDIN_FILENO)
		close(file_reader(r)->fd);
}

static int64_t
file_seek(struct reader *r, int64_t offset, int whence)
{
	return lseek(file_reader(r)->fd, offset, whence);
}

/* The last component; a name made of slashes only stays as it is. */
static struct str
base_name(struct str path)
{
	size_t slash;

	while (path.len > 1 && path.ptr[path.len - 1] == '/')
		path.len--;
	if (str_last_char(path, '/', &slash) && slash + 1 < path.len)
		return str_skip(path, slash + 1);
	return path;
}

struct reader *
source_file_open(struct arena *a, const char *path)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return NULL;
	struct file_reader *file = arena_alloc(a, sizeof *file);
	*file = (struct file_reader){
		.reader = { .next = file_next,
		    .block = file_block,
		    .seek = standard ? NULL : file_seek,
		    .close = file_close },
		.fd = fd,
		.name =
		    standard ? STR("stdin") : base_name(str_copy(a, str_from(path))),
		.mtime_ms = WHEN_UNKNOWN,
		.block = arena_alloc(a, READER_BLOCK_BYTES),
	};
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && !standard)
		file->mtime_ms = entry_mtime_ms(st.st_mtime);
	return &file->reader;
}

#include "capture/gunzip.h"

/* next_in is never written through. */
#define ZLIB_CONST
#include <zlib.h>

#include "base/die.h"
#include "base/banned.h"

enum gunzip_state {
	GUNZIP_STREAM,  /* inside a stream */
	GUNZIP_BETWEEN, /* one has ended; another may follow */
	GUNZIP_END
};

struct gunzip {
	struct block_source bytes;
	z_stream z;
	enum gunzip_state state;
	enum damage damage;
	char *block;
};

#define WINDOW_BITS_GZIP \
	(15 + 16) /* the largest window, with gzip's header and checksum */
#define GUNZIP_BLOCK_BYTES (128 << 10)

struct gunzip *
gunzip_open(struct arena *a, struct block_source bytes)
{
	struct gunzip *g = arena_alloc(a, sizeof *g);

	g->bytes = bytes;
	g->block = arena_alloc(a, GUNZIP_BLOCK_BYTES);
	if (inflateInit2(&g->z, WINDOW_BITS_GZIP) != Z_OK)
		die_no_memory();
	return g;
}

static bool
refill(struct gunzip *g)
{
	struct str in;

	if (g->z.avail_in > 0)
		return true;
	if (!g->bytes.next(g->bytes.from, &in))
		return false;
	g->z.next_in = (const Bytef *)in.ptr;
	g->z.avail_in = (uInt)in.len;
	return true;
}

static void
finish(struct gunzip *g, enum damage damage)
{
	g->state = GUNZIP_END;
	g->damage = damage;
}

/* What follows a stream is another one or padding, which ends it without complaint. */
static void
start_next_stream(struct gunzip *g)
{
	const unsigned char gzip_magic = 0x1f;

	if (!refill(g) || g->z.next_in[0] != gzip_magic) {
		finish(g, DAMAGE_NONE);
		return;
	}
	inflateReset(&g->z);
	g->state = GUNZIP_STREAM;
}

static void
inflate_some(struct gunzip *g)
{
	if (!refill(g)) {
		finish(g, DAMAGE_CUT);
		return;
	}
	switch (inflate(&g->z, Z_NO_FLUSH)) {
	case Z_OK:
	case Z_BUF_ERROR: /* no progress without more input */
		break;
	case Z_STREAM_END:
		g->state = GUNZIP_BETWEEN;
		break;
	case Z_MEM_ERROR:
		die_no_memory();
	default:
		finish(g, DAMAGE_BROKEN);
	}
}

bool
gunzip_block(struct gunzip *g, struct str *block)
{
	g->z.next_out = (Bytef *)g->block;
	g->z.avail_out = GUNZIP_BLOCK_BYTES;
	while (g->z.avail_out > 0 && g->state != GUNZIP_END) {
		if (g->state == GUNZIP_BETWEEN)
			start_next_stream(g);
		else
			inflate_some(g);
	}
	*block = (struct str){ g->block, GUNZIP_BLOCK_BYTES - g->z.avail_out };
	return block->len > 0;
}

enum damage
gunzip_damage(const struct gunzip *g)
{
	return g->damage;
}

void
gunzip_close(struct gunzip *g)
{
	inflateEnd(&g->z);
}

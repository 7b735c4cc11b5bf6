#include "capture/gunzip.h"

#include "capture/inflate.h"
#include "base/banned.h"

enum gunzip_state {
	GUNZIP_STREAM,  /* inside a stream */
	GUNZIP_BETWEEN, /* one has ended; another may follow */
	GUNZIP_END
};

struct gunzip {
	struct block_source bytes;
	struct inflater *inflater;
	struct str in; /* not yet inflated */
	uint64_t taken;
	enum gunzip_state state;
	enum damage damage;
};

struct gunzip *
gunzip_open(struct arena *a, struct block_source bytes)
{
	struct gunzip *g = arena_alloc(a, sizeof *g);

	g->bytes = bytes;
	g->inflater = inflater_open(a);
	return g;
}

static bool
refill(struct gunzip *g)
{
	if (g->in.len > 0)
		return true;
	if (!g->bytes.next(g->bytes.from, &g->in)) {
		g->in = STR("");
		return false;
	}
	g->taken += g->in.len;
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
	const char gzip_magic = 0x1f;

	if (!refill(g) || g->in.ptr[0] != gzip_magic) {
		finish(g, DAMAGE_NONE);
		return;
	}
	inflater_restart(g->inflater);
	g->state = GUNZIP_STREAM;
}

static void
inflate_some(struct gunzip *g, char **out, size_t *room)
{
	bool more = refill(g);
	size_t room_before = *room;

	switch (inflater_run(g->inflater, &g->in, out, room)) {
	case INFLATED_SOME:
		/* It may have held back what did not fit. */
		if (!more && *room == room_before)
			finish(g, DAMAGE_CUT);
		break;
	case INFLATED_END:
		g->state = GUNZIP_BETWEEN;
		break;
	case INFLATED_BROKEN:
		finish(g, DAMAGE_BROKEN);
	}
}

size_t
gunzip_read(struct gunzip *g, char *buffer, size_t size)
{
	size_t room = size;

	while (room > 0 && g->state != GUNZIP_END) {
		if (g->state == GUNZIP_BETWEEN)
			start_next_stream(g);
		else
			inflate_some(g, &buffer, &room);
	}
	return size - room;
}

enum damage
gunzip_damage(const struct gunzip *g)
{
	return g->damage;
}

uint64_t
gunzip_taken(const struct gunzip *g)
{
	return g->taken;
}

void
gunzip_close(struct gunzip *g)
{
	inflater_close(g->inflater);
}

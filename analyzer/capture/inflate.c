#include "capture/inflate.h"

#include "base/die.h"

#ifdef SEEP_ISAL

#include <isa-l.h>
#include <string.h>

#include "base/banned.h"

struct inflater {
	struct inflate_state state;
};

struct inflater *
inflater_open(struct arena *a)
{
	struct inflater *i = arena_alloc(a, sizeof *i);

	isal_inflate_init(&i->state);
	i->state.crc_flag = ISAL_GZIP;
	return i;
}

void
inflater_restart(struct inflater *i)
{
	isal_inflate_reset(&i->state);
	i->state.crc_flag = ISAL_GZIP;
}

enum inflated
inflater_run(struct inflater *i, struct str *in, char **out, size_t *room)
{
	struct inflate_state *s = &i->state;

	/* The bytes are only read. */
	memcpy(&s->next_in, &in->ptr, sizeof(in->ptr));
	s->avail_in = (uint32_t)in->len;
	s->next_out = (uint8_t *)*out;
	s->avail_out = (uint32_t)*room;
	int result = isal_inflate(s);
	*in = str_skip(*in, in->len - s->avail_in);
	*out = (char *)s->next_out;
	*room = s->avail_out;
	if (result < 0)
		return INFLATED_BROKEN;
	return s->block_state == ISAL_BLOCK_FINISH ? INFLATED_END : INFLATED_SOME;
}

void
inflater_close(struct inflater *i)
{
	(void)i; /* all of it lives in the arena */
}

#else

/* next_in is never written through. */
#define ZLIB_CONST
#include <zlib.h>

#include "base/banned.h"

#define WINDOW_BITS_GZIP \
	(15 + 16) /* the largest window, with gzip's header and checksum */

struct inflater {
	z_stream z;
};

struct inflater *
inflater_open(struct arena *a)
{
	struct inflater *i = arena_alloc(a, sizeof *i);

	if (inflateInit2(&i->z, WINDOW_BITS_GZIP) != Z_OK)
		die_no_memory();
	return i;
}

void
inflater_restart(struct inflater *i)
{
	inflateReset(&i->z);
}

enum inflated
inflater_run(struct inflater *i, struct str *in, char **out, size_t *room)
{
	i->z.next_in = (const Bytef *)in->ptr;
	i->z.avail_in = (uInt)in->len;
	i->z.next_out = (Bytef *)*out;
	i->z.avail_out = (uInt)*room;
	int result = inflate(&i->z, Z_NO_FLUSH);
	*in = str_skip(*in, in->len - i->z.avail_in);
	*out = (char *)i->z.next_out;
	*room = i->z.avail_out;
	switch (result) {
	case Z_OK:
	case Z_BUF_ERROR: /* no progress without more input */
		return INFLATED_SOME;
	case Z_STREAM_END:
		return INFLATED_END;
	case Z_MEM_ERROR:
		die_no_memory();
	default:
		return INFLATED_BROKEN;
	}
}

void
inflater_close(struct inflater *i)
{
	inflateEnd(&i->z);
}

#endif

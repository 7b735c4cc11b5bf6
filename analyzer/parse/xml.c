#include "parse/parser_parts.h"

#include "base/banned.h"

/*
 * libxo's XML says what its JSON says, with the same names: it becomes the pieces of that JSON, one for the root and one for each element
 * that has values in it. Attributes but the root's version are left out.
 */
#define NAME_BYTES_MAX 64

/* "<name version="1">" at the start of s; the length of it, 0: it is none. */
static size_t
opening_tag(struct str s, struct str *name, struct str *version)
{
	size_t end, at;
	if (s.len < 3 || s.ptr[0] != '<' || s.ptr[1] < 'a' || s.ptr[1] > 'z' ||
	    !str_char(s, '>', &end))
		return 0;
	struct str tag = str_from_to(s, 1, end);
	*version = STR("1");
	if (str_find(tag, "version=\"", &at)) {
		*version = str_skip(tag, at + 9);
		if (str_char(*version, '"', &at))
			version->len = at;
	}
	*name = str_word(&tag);
	return name->len <= NAME_BYTES_MAX ? end + 1 : 0;
}

bool
opens_xml(struct str line)
{
	struct str name, version;
	line = str_trim(line);
	return opening_tag(line, &name, &version) > 0 && str_has(line, " version=\"") &&
	       !str_starts(line, "<?");
}

static void
put(struct pieces *j, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		pieces_keep(j, text.ptr[i]);
}

/* A value, or a name, as JSON's string. */
static void
put_string(struct pieces *j, struct str text)
{
	static const struct {
		const char *name, *text;
	} entities[] = { { "&lt;", "<" }, { "&gt;", ">" }, { "&amp;", "&" },
		{ "&quot;", "\\\"" }, { "&apos;", "'" }, { "\"", "\\\"" },
		{ "\\", "\\\\" } };
	pieces_keep(j, '"');
	while (text.len > 0) {
		size_t i = 0, count = sizeof(entities) / sizeof(entities[0]);
		while (i < count && !str_starts(text, entities[i].name))
			i++;
		size_t used = i < count ? str_from(entities[i].name).len : 1;
		if (i < count)
			put(j, str_from(entities[i].text));
		else if ((unsigned char)text.ptr[0] >= ' ')
			pieces_keep(j, text.ptr[0]);
		text = str_skip(text, used);
	}
	pieces_keep(j, '"');
}

/* "<name>value</name>" at the start of the rest, which goes. */
static bool
take_leaf(struct pieces *j, struct str name, size_t tag_len)
{
	size_t end;
	struct str value = str_skip(j->rest, tag_len);
	if (!str_char(value, '<', &end) || !str_starts(str_skip(value, end), "</"))
		return false;
	struct str after = str_skip(value, end + 2);
	value.len = end;
	size_t close;
	if (!str_char(after, '>', &close))
		return false;
	put(j, j->text.len == 0 ? STR("{") : STR(", "));
	put_string(j, name);
	put(j, STR(": "));
	put_string(j, value);
	j->rest = str_trim(str_skip(after, close + 1));
	return true;
}

/* Takes the next tag off the rest. True: a piece is complete. */
static bool
take_tag(struct pieces *j)
{
	struct str name, version;
	size_t end, len = opening_tag(j->rest, &name, &version);
	if (len == 0) { /* closes an element, or is none of ours */
		if (!str_char(j->rest, '>', &end))
			end = j->rest.len - 1;
		if (str_starts(j->rest, "</"))
			j->depth--;
		j->rest = str_trim(str_skip(j->rest, end + 1));
		if (j->text.len > 0)
			pieces_keep(j, '}');
		return j->text.len > 0;
	}
	if (take_leaf(j, name, len))
		return false;
	if (j->text.len > 0) { /* values, and then an element with its own */
		pieces_keep(j, '}');
		return true;
	}
	j->rest = str_trim(str_skip(j->rest, len));
	if (j->depth++ > 0)
		return false;
	put(j, STR("{\"__version\": "));
	put_string(j, version);
	put(j, STR(", "));
	put_string(j, name);
	pieces_keep(j, ':');
	return true;
}

bool
next_xml_piece(struct parser *p, struct frame *f, struct str *line)
{
	struct pieces *j = &p->pieces;
	j->text.len = 0;
	while (j->depth > 0 || j->rest.len > 0) {
		if (j->rest.len == 0) {
			if (!plain_line(p, f, line))
				break;
			struct str text = str_trim(*line);
			if (text.len > 0 && text.ptr[0] != '<') {
				j->depth = 0;
				j->xml = false;
				return true;
			}
			j->rest = text;
			continue;
		}
		if (j->rest.ptr[0] != '<') {
			j->rest = STR("");
			continue;
		}
		if (take_tag(j)) {
			j->text.ptr = j->buffer;
			*line = j->text;
			return true;
		}
	}
	j->depth = 0;
	j->xml = false;
	return false;
}

#include "parse/command.h"

#include "base/banned.h"

/* ps -d and ps f draw the tree in front: "| `-- ", "|   \_ ". */
static struct str
skip_tree(struct str text)
{
	size_t i = 0;
	while (i < text.len) {
		char c = text.ptr[i];
		bool corner = c == '\\' && i + 1 < text.len && text.ptr[i + 1] == '_';
		if (corner)
			i += 2;
		else if (c == ' ' || c == '|' || c == '`' ||
			 (c == '-' && i + 1 < text.len))
			i++;
		else
			break;
	}
	return str_skip(text, i);
}

/* What stands between the first bracket and its partner; empty when there is none. */
static struct str
inside(struct str text, char end)
{
	size_t at;
	if (!str_char(text, end, &at))
		at = text.len; /* cut by a column */
	return str_from_to(text, 1, at);
}

static struct str
until(struct str text, char c, bool *found)
{
	size_t at;
	if (!str_char(text, c, &at) || at == 0)
		return text;
	*found = true;
	return str_from_to(text, 0, at);
}

/* "/Applications/Some App.app/Contents/MacOS/Some App" has blanks in its path. */
static struct str
skip_bundle(struct str text)
{
	size_t at;
	if (text.len == 0 || text.ptr[0] != '/' || !str_find(text, ".app/", &at))
		return text;
	text = str_skip(text, at + 5);
	while (str_find(text, "/", &at)) {
		size_t blank;
		if (str_char(str_from_to(text, 0, at), ' ', &blank))
			break;
		text = str_skip(text, at + 1);
	}
	return text;
}

static struct str
base_name(struct str path)
{
	size_t at;
	while (path.len > 1 && path.ptr[path.len - 1] == '/')
		path.len--;
	return str_last_char(path, '/', &at) && at + 1 < path.len
		   ? str_skip(path, at + 1)
		   : path;
}

struct command
command_from(struct str text)
{
	struct command c = { .zombie = str_ends(str_trim_right(text), "<defunct>") };
	text = skip_tree(str_trim(text));
	if (text.len == 0)
		return c;
	switch (text.ptr[0]) {
	case '[': /* kernel process; [kernel/if_io_tqg_0], [kworker/0:1-events]: family/member */
		c.kernel = true;
		c.name = until(inside(text, ']'), '/', &c.thread);
		return c;
	case '(': /* swapped out, or unreadable */
		c.name = inside(text, ')');
		return c;
	case '<':
	case '{': /* busybox: {name} arguments */
		c.name = inside(text, text.ptr[0] == '<' ? '>' : '}');
		return c;
	default:
		break;
	}
	text = skip_bundle(text);
	struct str word = str_word(&text);
	word = until(word, '{', &c.thread); /* kernel{swapper} */
	word = base_name(word);
	/* "sshd: user@pts/0": a title it gave itself. */
	if (word.len > 1 && word.ptr[word.len - 1] == ':')
		word.len--;
	c.name = word;
	return c;
}

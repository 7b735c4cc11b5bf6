#include "capture/prompt.h"

#include "base/eight.h"

#include "base/banned.h"

#define PROMPT_BYTES_MAX 80

static bool
is_command(struct str word)
{
	static const char *const commands[] = { "vmstat", "ps", "top", "sysctl", "date",
		"uptime", "free", "cat", "netstat", "swapinfo", "pstat", "fstat",
		"procstat", "slabtop", "lsof", "uname", "hostname", "show", "ipsctl",
		"fw", "cpstat", "zprint", "vm_stat", "dmesg", "df", "iostat", "systat",
		"sudo", "doas", "su", "while", "for", "sleep", "cli", "w", "exit",
		"logout", "echo", "clear", "ls", "cd", "head", "tail", "grep", "less",
		"more", "kldstat", "ifconfig", "pfctl", "ss", "swapon", "mount", "id",
		"bsdtop", "busybox", "watch", "script", "export", "pmap", "smem" };
	size_t slash;
	if (str_last_char(word, '/', &slash))
		word = str_skip(word, slash + 1);
	while (word.len > 0 && word.ptr[word.len - 1] == ';')
		word.len--;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (str_is(word, commands[i]))
			return true;
	return false;
}

/* What may stand before the sign: few words with single blanks between them, as columns of output have not. */
static bool
looks_like_prompt(struct str s)
{
	int blanks = 0;
	if (s.len > PROMPT_BYTES_MAX)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\t')
			return false;
		if (s.ptr[i] != ' ')
			continue;
		blanks++;
		if (i == 0 || s.ptr[i - 1] == ' ')
			return false;
	}
	return blanks <= 4;
}

static bool
has_sign(uint64_t eight)
{
	return (eight_between(eight, '#', '%') | eight_is(eight, '>')) != 0;
}

/* The next character that may end a prompt, from there on; the length of the text if there is none. */
static size_t
next_sign(struct str text, size_t from)
{
	for (; from < text.len; from++) {
		while (from + 8 < text.len && !has_sign(eight_at(text.ptr + from)))
			from += 8;
		char c = text.ptr[from];
		if ((c >= '#' && c <= '%') || c == '>') /* # $ % > */
			break;
	}
	return from;
}

bool
prompt_may_be(struct str text)
{
	size_t at;
	return str_char(text, '#', &at) || str_char(text, '$', &at) ||
	       str_char(text, '%', &at) || str_char(text, '>', &at);
}

bool
prompt_line(struct str line, struct str *prompt)
{
	struct str begin = str_from_to(line, 0, PROMPT_BYTES_MAX + 1);
	for (size_t i = 0; (i = next_sign(begin, i)) < begin.len; i++) {
		struct str rest = str_skip(line, i + 1);
		struct str word = str_word(&rest);
		if (!is_command(word))
			continue;
		/* A comment, or "> file" of a command line, has no prompt of its own before it. */
		*prompt = str_from_to(line, 0, i + 1);
		return looks_like_prompt(*prompt);
	}
	return false;
}

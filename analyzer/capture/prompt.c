#include "capture/prompt.h"

#include <string.h>

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

/* Is the character among these eight? */
static uint64_t
has(uint64_t eight, char c)
{
	uint64_t x = eight ^ (UINT64_C(0x0101010101010101) * (unsigned char)c);
	return (x - UINT64_C(0x0101010101010101)) & ~x & UINT64_C(0x8080808080808080);
}

static bool
has_sign(const char *at)
{
	uint64_t eight;
	memcpy(&eight, at, sizeof(eight));
	return (has(eight, '#') | has(eight, '$') | has(eight, '%') |
		   has(eight, '>')) != 0;
}

bool
prompt_may_be(struct str text)
{
	size_t i = 0;
	while (i + 8 <= text.len && !has_sign(text.ptr + i))
		i += 8;
	return i + 8 <= text.len || str_has(str_skip(text, i), "#") ||
	       str_has(str_skip(text, i), "$") || str_has(str_skip(text, i), "%") ||
	       str_has(str_skip(text, i), ">");
}

bool
prompt_line(struct str line, struct str *prompt)
{
	for (size_t i = 0; i < line.len && i <= PROMPT_BYTES_MAX; i++) {
		while (i + 8 < line.len && !has_sign(line.ptr + i))
			i += 8;
		char c = line.ptr[i];
		if (c != '#' && c != '$' && c != '%' && c != '>')
			continue;
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

/*
 * Everything that can be lost or odd in an input, one row each: constant, public name (the JSON's damage[].what), grade, sentence. The grade says how
 * much evidence one entry cost. Included by diag.h and diag.c, nowhere else.
 */
/* clang-format off */
DIAG(MARKER_ODD,       "marker-odd",       NOTE,   "a line looks like a frame marker but does not fit here; taken as data")
DIAG(TEXT_UNKNOWN,     "text-unknown",     NOTE,   "text that no known format fits; kept out")
DIAG(MEMBER_BINARY,    "member-binary",    NOTE,   "binary data and no text; left out")
DIAG(MEMBER_REPORT,    "member-report",    NOTE,   "a report of seep and no capture; left out")
DIAG(ERROR_TEXT,       "error-text",       NOTE,   "a command's error message stands among its output")
DIAG(CLOCK_STEP,       "clock-step",       NOTE,   "the clock was set; time goes on at the usual interval")
DIAG(CLOCK_NONE,       "clock-none",       NOTE,   "there is no time in it; outputs are taken in order, without rates")
DIAG(CLOCK_UNDATED,    "clock-undated",    NOTE,   "there is a time of day but no date; days are counted from 1970-01-01")
DIAG(CLOCK_FILE,       "clock-file",       NOTE,   "no time in text or name; that of the file's last change is taken")
DIAG(FRAME_DOUBLE,     "frame-double",     NOTE,   "a frame stands twice (a rotation was cut short, or a capture is given twice); counted once")
DIAG(ROW_SHORT,        "row-short",        ROW,    "a row has too few fields")
DIAG(ROW_ODD,          "row-odd",          ROW,    "a row does not fit its table")
DIAG(ROW_CUT,          "row-cut",          ROW,    "the last line is cut off")
DIAG(LINE_LONG,        "line-long",        ROW,    "a line is longer than any command prints; its end was dropped")
DIAG(NAME_LIMIT,       "name-limit",       ROW,    "more different names than any machine has; further ones are not followed")
DIAG(FRAME_TORN,       "torn-frame",       FRAME,  "a sample of one command is not complete; its whole lines were used")
DIAG(FRAME_UNKNOWN,    "frame-unknown",    FRAME,  "no known format fits this output")
DIAG(COMMAND_FAILED,   "command-failed",   FRAME,  "a command failed")
DIAG(COMMAND_TIMEOUT,  "command-timeout",  FRAME,  "a command hung and was ended")
DIAG(MEMBER_CUT,       "member-cut",       MEMBER, "the archive or file is cut off here; what stood before was used")
DIAG(MEMBER_BROKEN,    "member-broken",    MEMBER, "a file or archive member cannot be read")
DIAG(MEMBER_LIMIT,     "member-limit",     MEMBER, "more files, bytes or nesting than seep reads")
DIAG(NUL_TAIL,         "nul-tail",         MEMBER, "NUL bytes in a file, as a crash leaves them; the line before them is lost")
/* clang-format on */

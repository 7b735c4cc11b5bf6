#ifndef PARSE_REPEAT_PARTS_H
#define PARSE_REPEAT_PARTS_H

#include "parse/repeat.h"

/*
 * repeat_text.c: where the text of the memo's lines stands. Lines that were read anew stand where there is room, scattered; once there are many of
 * them all lines are packed, one behind the other as in the capture, so that many can be compared at once. Only repeat.c needs this header.
 */
void memo_scatter(struct repeat *r, struct repeat_line *line, struct str text);
void memo_keep_marks(
    struct repeat *r, struct repeat_line *line, const struct mark *marks, size_t count);
/* The line has this text now. It is the old one up to where they first differ. */
void memo_move_on(struct repeat *r, struct repeat_line *line, struct str text, size_t differ);
/* Its text has moved on with a frame whose rows nobody saw: nothing may be compared with it any more. */
void memo_spoil(struct repeat_line *old);
void memo_tidy(struct repeat *r); /* before a frame begins: packs, and finds runs, where it must */

/*
 * repeat_twins.c: lines of one name are told apart by their order alone. Where one of them came, went or was damaged, another may pass for it from then
 * on. Asked before the frame is settled.
 */
bool memo_is_doubtful(const struct repeat *r);

#endif

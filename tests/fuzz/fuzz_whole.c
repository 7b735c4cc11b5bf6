#include "drive.h"

#include "analyse/analyse.h"
#include "analyse/lore.h"
#include "base/out.h"
#include "base/when.h"
#include "render/render.h"
#include "report/build.h"

/* From the bytes of a file to the page and the JSON. */
static void
write_report(struct drive *d)
{
	struct analyse_options how = { .lore = lore_open(&d->perm),
		.from_ms = WHEN_UNKNOWN,
		.to_ms = WHEN_UNKNOWN };
	const struct analysis *a =
	    analyse(&d->perm, d->store, store_host(d->store), &d->diag, &how);
	struct report_facts facts = {
		.source = STR("x"), .layout = "log", .generator = "seep", .all = true
	};
	const struct report *r = report_build(&d->perm, a, &facts);
	struct render_options options = { .all = true, .verbose = true };
	render_html(out_memory(&d->perm), r, &options);
	render_json(out_memory(&d->perm), r, &options);
	render_text(out_memory(&d->perm), r, &options);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct drive d;
	drive_read(&d, drive_put("capture.log", data, size), true);
	if (d.samples > 0)
		write_report(&d);
	drive_close(&d);
	return 0;
}

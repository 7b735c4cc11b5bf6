// The page is complete without this: it only sorts, filters and folds tables, and tells the values under the pointer.
"use strict";
(() => {
	const ROWS_FOR_FILTER = 12;

	const element = (tag, className, text) => {
		const made = document.createElement(tag);
		if (className !== "")
			made.className = className;
		made.textContent = text;
		return made;
	};

	// ---- tables

	function sortKey(row, index) {
		const cell = row.cells[index];
		return cell.dataset.value !== undefined ? Number(cell.dataset.value) : cell.textContent.trim().toLowerCase();
	}

	// Empty cells stay at the end, whichever way the column is sorted.
	function compareKeys(a, b, sign) {
		if (a === "" || b === "")
			return (a === "") - (b === "");
		if (typeof a === "number" && typeof b === "number")
			return sign * (a - b);
		return sign * String(a).localeCompare(String(b), "en", { numeric: true });
	}

	const rowsOf = (table) => [...table.tBodies].flatMap((body) => [...body.rows]);

	// The rows shown at first are as many as before, now the first ones of the new order.
	function sortTable(table, index, sign) {
		const keyed = rowsOf(table).map((row, place) => ({ row, place, key: sortKey(row, index) }));
		keyed.sort((a, b) => compareKeys(a.key, b.key, sign) || a.place - b.place);
		const shown = table.tBodies[0].rows.length;
		const rest = table.tBodies[table.tBodies.length - 1];
		keyed.forEach(({ row }, place) => (place < shown ? table.tBodies[0] : rest).append(row));
	}

	function makeSortable(table) {
		const heads = [...table.tHead.rows[0].cells];
		heads.forEach((head, index) => {
			const button = element("button", "", head.textContent);
			button.type = "button";
			head.replaceChildren(button);
			button.addEventListener("click", () => {
				// Numbers are wanted largest first, and verdicts worst first.
				const numbers = rowsOf(table).some((row) => row.cells[index].dataset.value !== undefined);
				const sorted = head.getAttribute("aria-sort");
				const down = numbers ? sorted !== "descending" : sorted === "ascending";
				heads.forEach((other) => other.removeAttribute("aria-sort"));
				head.setAttribute("aria-sort", down ? "descending" : "ascending");
				sortTable(table, index, down ? -1 : 1);
			});
		});
	}

	function addTools(table) {
		const rest = table.querySelector("tbody.rest");
		const rows = rowsOf(table);
		if (rows.length < ROWS_FOR_FILTER && !rest)
			return;
		const shown = table.tBodies[0].rows.length;
		const tools = element("div", "tools", "");
		const input = element("input", "", "");
		input.type = "search";
		input.placeholder = `Filter ${rows.length} rows`;
		input.setAttribute("aria-label", `Filter rows of: ${table.caption ? table.caption.textContent : table.getAttribute("aria-label")}`);
		const hits = element("span", "", "");
		hits.setAttribute("role", "status");
		const more = element("button", "more", "");
		more.type = "button";
		let open = !rest;
		const update = () => {
			const wanted = input.value.trim().toLowerCase();
			let count = 0;
			for (const row of rows) {
				row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
				count += !row.hidden;
			}
			hits.textContent = wanted === "" ? "" : `${count} of ${rows.length}`;
			if (!rest)
				return;
			rest.hidden = !open && wanted === "";
			more.hidden = wanted !== "";
			more.textContent = open ? `Show the first ${shown} only` : `Show all ${rows.length} rows`;
			more.setAttribute("aria-expanded", String(open));
		};
		input.addEventListener("input", update);
		more.addEventListener("click", () => { open = !open; update(); });
		tools.append(input, hits);
		table.parentElement.before(tools);
		if (rest)
			table.parentElement.after(more);
		update();
	}

	// ---- values under the pointer

	const UNITS = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

	function words(value, unit) {
		if (unit !== "bytes")
			return Math.round(value).toLocaleString("en");
		let power = 0;
		while (Math.abs(value) >= 1023.5 && power < UNITS.length - 1) {
			value /= 1024;
			power++;
		}
		return `${power === 0 || Math.abs(value) >= 999.5 ? Math.round(value) : value.toPrecision(3)} ${UNITS[power]}`;
	}

	function readPath(path) {
		const numbers = (path.getAttribute("d").match(/-?[\d.]+/g) || []).map(Number);
		const points = [];
		for (let i = 0; i + 1 < numbers.length; i += 2)
			points.push({ x: numbers[i], y: numbers[i + 1] });
		return points;
	}

	function nearest(points, x) {
		let low = 0, high = points.length - 1;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (points[middle].x < x)
				low = middle + 1;
			else
				high = middle;
		}
		return low > 0 && x - points[low - 1].x < points[low].x - x ? points[low - 1] : points[low];
	}

	function watchChart(svg) {
		const [left, top, width, height] = svg.dataset.plot.split(" ").map(Number);
		const [x0, x1, y0, y1] = ["x0", "x1", "y0", "y1"].map((name) => Number(svg.dataset[name]));
		const curves = [...svg.querySelectorAll("path.data")]
			.map((path) => ({ name: path.dataset.name, points: readPath(path) }))
			.filter((curve) => curve.points.length > 0);
		if (curves.length === 0)
			return;
		const longest = curves.reduce((a, b) => (b.points.length > a.points.length ? b : a));
		const draw = (tag, className) => {
			const made = document.createElementNS(svg.namespaceURI, tag);
			made.setAttribute("class", className);
			svg.append(made);
			return made;
		};
		const set = (node, attributes) => Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));

		// A title would come up as a second, slower box over the reading.
		svg.setAttribute("aria-label", svg.querySelector("title").textContent);
		svg.querySelector("title").remove();

		const reading = element("div", "reading", "");
		svg.parentElement.append(reading);
		const cursor = draw("line", "cursor");
		set(cursor, { y1: top, y2: top + height });
		const dots = curves.map(() => draw("circle", "point"));
		const marks = [cursor, ...dots];

		const hide = () => {
			reading.hidden = true;
			marks.forEach((mark) => mark.setAttribute("visibility", "hidden"));
		};
		const moment = (x) => {
			const at = x0 + (x - left) / width * (x1 - x0);
			return svg.dataset.start === undefined ? `sample ${Math.round(at) + 1}` :
				new Date((Number(svg.dataset.start) + at) * 1000).toISOString().slice(0, 19).replace("T", " ") + " UTC";
		};
		const show = (wanted) => {
			const x = nearest(longest.points, wanted).x;
			const lines = [moment(x)];
			curves.forEach((curve, index) => {
				const point = nearest(curve.points, x);
				set(dots[index], { cx: point.x, cy: point.y, r: 3 });
				lines.push(`${words(y1 - (point.y - top) / height * (y1 - y0), svg.dataset.unit)}  ${curve.name}`);
			});
			reading.textContent = lines.join("\n");
			set(cursor, { x1: x, x2: x });
			reading.hidden = false;
			marks.forEach((mark) => mark.setAttribute("visibility", "visible"));
			const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
			const beside = x * scale + 14;
			const room = svg.getBoundingClientRect().width - reading.offsetWidth;
			reading.style.left = `${beside <= room ? beside : Math.max(0, x * scale - reading.offsetWidth - 14)}px`;
			reading.style.top = `${top * scale}px`;
			return x;
		};
		hide();
		svg.addEventListener("pointerleave", hide);
		svg.addEventListener("pointermove", (event) => {
			const box = svg.getBoundingClientRect();
			const x = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
			if (x < left - 4 || x > left + width + 4)
				hide();
			else
				show(x);
		});

		// The same from the keyboard: left and right go from point to point.
		svg.setAttribute("tabindex", "0");
		let place = longest.points.length - 1;
		svg.addEventListener("blur", hide);
		svg.addEventListener("keydown", (event) => {
			const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20, Home: -Infinity, End: Infinity };
			if (event.key === "Escape")
				hide();
			if (steps[event.key] === undefined)
				return;
			event.preventDefault();
			place = Math.min(longest.points.length - 1, Math.max(0, place + steps[event.key]));
			show(longest.points[place].x);
		});
	}

	for (const table of document.querySelectorAll("table.sortable")) {
		makeSortable(table);
		addTools(table);
	}
	document.querySelectorAll("svg.chart").forEach(watchChart);

	// A link to something folded opens it; on paper all is open.
	const openTarget = () => {
		const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
		for (let node = target; node; node = node.parentElement)
			if (node.tagName === "DETAILS")
				node.open = true;
	};
	window.addEventListener("hashchange", openTarget);
	openTarget();
	let folded = [];
	window.addEventListener("beforeprint", () => {
		folded = [...document.querySelectorAll("details:not([open])")];
		folded.forEach((details) => { details.open = true; });
	});
	window.addEventListener("afterprint", () => folded.forEach((details) => { details.open = false; }));
})();

// The page is complete without this: it only sorts, filters and folds tables, and shows values under the pointer.
"use strict";
(() => {
	const ROWS_FOR_FILTER = 16;

	function cellKey(row, index) {
		const cell = row.cells[index];
		if (cell.dataset.value !== undefined)
			return Number(cell.dataset.value);
		return cell.textContent.trim().toLowerCase();
	}

	// Empty cells stay at the end, whichever way the column is sorted.
	function compareKeys(a, b, sign) {
		const emptyA = a === "", emptyB = b === "";
		if (emptyA || emptyB)
			return emptyA - emptyB;
		if (typeof a === "number" && typeof b === "number")
			return sign * (a - b);
		return sign * String(a).localeCompare(String(b), "en");
	}

	function sortTable(table, index, sign) {
		const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
		const keyed = rows.map((row, place) => ({ row, place, key: cellKey(row, index) }));
		keyed.sort((a, b) => compareKeys(a.key, b.key, sign) || a.place - b.place);
		const first = table.tBodies[0];
		let left = first.rows.length;
		for (const { row } of keyed) {
			const body = left-- > 0 ? first : table.tBodies[table.tBodies.length - 1];
			body.append(row);
		}
	}

	function makeSortable(table) {
		const heads = [...table.tHead.rows[0].cells];
		heads.forEach((head, index) => {
			if (head.textContent === "course")
				return;
			const button = document.createElement("button");
			button.type = "button";
			button.textContent = head.textContent;
			head.replaceChildren(button);
			button.addEventListener("click", () => {
				const down = head.classList.contains("number") ?
					head.getAttribute("aria-sort") !== "descending" :
					head.getAttribute("aria-sort") === "ascending";
				heads.forEach((other) => other.removeAttribute("aria-sort"));
				head.setAttribute("aria-sort", down ? "descending" : "ascending");
				sortTable(table, index, down ? -1 : 1);
			});
		});
	}

	function addTools(table) {
		const rest = table.querySelector("tbody.rest");
		const count = [...table.tBodies].reduce((sum, body) => sum + body.rows.length, 0);
		if (count < ROWS_FOR_FILTER && !rest)
			return;
		const tools = document.createElement("div");
		tools.className = "tools";
		const input = document.createElement("input");
		input.type = "search";
		input.placeholder = `filter ${count} rows`;
		input.setAttribute("aria-label", `filter ${table.caption ? table.caption.textContent : "rows"}`);
		tools.append(input);
		let open = !rest;
		const button = document.createElement("button");
		const showRest = () => {
			if (!rest)
				return;
			rest.hidden = !open && input.value === "";
			button.textContent = open ? "show fewer" : `show all ${count} rows`;
		};
		if (rest) {
			button.type = "button";
			button.className = "more";
			button.addEventListener("click", () => { open = !open; showRest(); });
			tools.append(button);
		}
		input.addEventListener("input", () => {
			const wanted = input.value.toLowerCase();
			for (const body of table.tBodies)
				for (const row of body.rows)
					row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
			showRest();
		});
		showRest();
		table.parentElement.before(tools);
	}

	// ---- values under the pointer

	const UNITS = ["B", "KB", "MB", "GB", "TB", "PB"];

	function words(value, unit) {
		if (unit !== "bytes")
			return Math.round(value).toLocaleString("en");
		let power = 0;
		while (Math.abs(value) >= 1023.5 && power < UNITS.length - 1) {
			value /= 1024;
			power++;
		}
		return `${power === 0 ? Math.round(value) : value.toPrecision(3)} ${UNITS[power]}`;
	}

	function readPath(path) {
		const numbers = (path.getAttribute("d") || "").match(/-?[\d.]+/g) || [];
		const points = [];
		for (let i = 0; i + 1 < numbers.length; i += 2)
			points.push([Number(numbers[i]), Number(numbers[i + 1])]);
		return points;
	}

	function nearest(points, x) {
		let best = null;
		for (const point of points)
			if (best === null || Math.abs(point[0] - x) < Math.abs(best[0] - x))
				best = point;
		return best;
	}

	function watchPointer(svg) {
		const [left, top, width, height] = svg.dataset.plot.split(" ").map(Number);
		const scale = (name) => Number(svg.dataset[name]);
		const names = [...svg.querySelectorAll("text.legend")].map((text) => text.textContent);
		const drawn = [...svg.querySelectorAll("path")];
		const curves = drawn.map((path) => ({ path, points: path.classList.contains("data") ? readPath(path) : null }));
		const reading = document.createElement("div");
		reading.className = "reading";
		reading.hidden = true;
		svg.parentElement.append(reading);
		const cursor = document.createElementNS("http://www.w3.org/2000/svg", "line");
		cursor.setAttribute("class", "cursor");
		cursor.setAttribute("y1", top);
		cursor.setAttribute("y2", top + height);
		svg.append(cursor);
		const hide = () => { reading.hidden = true; cursor.setAttribute("visibility", "hidden"); };
		hide();
		svg.addEventListener("pointerleave", hide);
		svg.addEventListener("pointermove", (event) => {
			const box = svg.getBoundingClientRect();
			const x = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
			if (x < left || x > left + width)
				return hide();
			const lines = [];
			let place = x;
			curves.forEach(({ points }, index) => {
				if (!points)
					return;
				const point = nearest(points, x);
				if (!point)
					return;
				place = point[0];
				const value = scale("y1") - (point[1] - top) / height * (scale("y1") - scale("y0"));
				lines.push(`${names[index] || ""} ${words(value, svg.dataset.unit)}`);
			});
			const seconds = scale("x0") + (place - left) / width * (scale("x1") - scale("x0"));
			lines.unshift(svg.dataset.start === undefined ? `sample ${Math.round(seconds) + 1}` :
				new Date((Number(svg.dataset.start) + seconds) * 1000).toISOString().slice(0, 19) + "Z");
			reading.textContent = lines.join("\n");
			reading.hidden = false;
			cursor.setAttribute("x1", place);
			cursor.setAttribute("x2", place);
			cursor.setAttribute("visibility", "visible");
		});
	}

	for (const table of document.querySelectorAll("table.sortable")) {
		makeSortable(table);
		addTools(table);
	}
	document.querySelectorAll("svg.chart").forEach(watchPointer);
	window.addEventListener("beforeprint", () => {
		document.querySelectorAll("details").forEach((details) => { details.open = true; });
	});
})();

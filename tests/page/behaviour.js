// Appended to a page without its policy: does what a reader does, and complains on the console.
"use strict";
{
	const must = (holds, what) => { if (!holds) throw new Error(what); };
	const titles = (each) => [...each.tHead.rows[0].cells].map((cell) => cell.textContent);
	const table = [...document.querySelectorAll("table.sortable")].find((each) =>
		each.querySelector("tbody.rest") && titles(each).includes("Name") && titles(each).includes("End"));
	const wrapper = table.parentElement;
	const rest = table.querySelector("tbody.rest");
	const head = (title) => [...table.tHead.rows[0].cells].find((cell) => cell.textContent === title);
	const column = (title) => [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => row.cells[head(title).cellIndex]);

	must(rest.hidden, "rows beyond the first are not folded");
	wrapper.nextElementSibling.click();
	must(!rest.hidden, "the button does not show them");
	wrapper.nextElementSibling.click();
	must(rest.hidden, "the button does not fold them again");

	const shown = table.tBodies[0].rows.length;
	head("End").querySelector("button").click();
	must(head("End").getAttribute("aria-sort") === "descending", "numbers are not sorted largest first");
	const values = column("End").filter((cell) => cell.dataset.value).map((cell) => Number(cell.dataset.value));
	must(values.length > 2 && values.every((value, i) => i === 0 || value <= values[i - 1]), "the order is wrong");
	must(table.tBodies[0].rows.length === shown, "sorting unfolds rows");
	head("Name").querySelector("button").click();
	must(head("Name").getAttribute("aria-sort") === "ascending" && !head("End").hasAttribute("aria-sort"), "names are not sorted");

	const input = wrapper.previousElementSibling.querySelector("input");
	const wanted = column("Name")[0].textContent;
	input.value = wanted.toUpperCase();
	input.dispatchEvent(new Event("input"));
	const visible = column("Name").filter((cell) => !cell.parentElement.hidden);
	must(visible.length > 0 && visible.every((cell) => cell.parentElement.textContent.toLowerCase().includes(wanted.toLowerCase())), "the filter shows other rows");
	must(!rest.hidden, "the filter does not look at folded rows");
	input.value = "";
	input.dispatchEvent(new Event("input"));
	must(column("Name").every((cell) => !cell.parentElement.hidden) && rest.hidden, "an empty filter does not restore");

	const chart = document.querySelector("svg.chart");
	const reading = chart.parentElement.querySelector(".reading");
	must(reading.hidden && chart.getAttribute("aria-label"), "the chart has no name");
	chart.dispatchEvent(new KeyboardEvent("keydown", { key: "Home" }));
	must(!reading.hidden && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n[\d.,]+ /.test(reading.textContent), "no reading: " + reading.textContent);
	const first = reading.textContent;
	chart.dispatchEvent(new KeyboardEvent("keydown", { key: "End" }));
	must(reading.textContent !== first, "the reading does not move");
	chart.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
	must(reading.hidden, "the reading does not go away");
	document.documentElement.dataset.behaves = "yes";
}

// Filters and sorts lists, heads the cells of narrow tables, opens what is folded for printing. Needs no server and no library.
"use strict";

const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[łøđħ]/g, (letter) => ({ "ł": "l", "ø": "o", "đ": "d", "ħ": "h" })[letter]);

function headCells(table) {
  const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
  for (const row of table.tBodies[0]?.rows ?? [])
    [...row.cells].forEach((cell, at) => heads[at] && cell.dataset.head === undefined && (cell.dataset.head = heads[at]));
}

function addControl(form, words, control) {
  const label = document.createElement("label");
  label.append(words, control);
  form.append(label);
  return control;
}

function makeFilters(table) {
  const rows = [...table.tBodies[0].rows];
  const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));
  const form = document.createElement("form");
  form.className = "filters";
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", `Filter: ${table.getAttribute("aria-label")}`);
  form.addEventListener("submit", (event) => event.preventDefault());
  const search = addControl(form, "Search this list", Object.assign(document.createElement("input"), { type: "search" }));
  const choices = [...table.querySelectorAll("th[data-filter]")].map((head) => {
    const counts = new Map();
    for (const row of rows) {
      const text = row.cells[head.cellIndex].textContent.trim();
      if (text) counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    const select = addControl(form, head.textContent, document.createElement("select"));
    select.add(new Option("any", ""));
    for (const [text, count] of [...counts].sort((a, b) => a[0].localeCompare(b[0], "en"))) select.add(new Option(`${text} (${count})`, text));
    return [select, head.cellIndex];
  });
  const said = document.createElement("output");
  form.append(said);
  const apply = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits =
        words.every((word) => texts.get(row).includes(word)) &&
        choices.every(([select, at]) => !select.value || row.cells[at].textContent.trim() === select.value);
      row.hidden = !fits;
      shown += fits;
    }
    said.textContent = `${shown} of ${rows.length} shown`;
  };
  form.addEventListener("input", apply);
  apply();
  table.before(form);
}

function makeSortable(table) {
  for (const head of table.querySelectorAll("thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => fold(row.cells[head.cellIndex].textContent.trim());
      const rows = [...table.tBodies[0].rows].sort((a, b) => key(a).localeCompare(key(b), "en", { numeric: true }));
      table.tBodies[0].append(...(down ? rows.reverse() : rows));
    });
  }
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".bd-article table").forEach(headCells);
  document.querySelectorAll("table.filtered").forEach((table) => {
    makeFilters(table);
    makeSortable(table);
  });
});
window.addEventListener("beforeprint", () => document.querySelectorAll(".bd-article details").forEach((part) => (part.open = true)));

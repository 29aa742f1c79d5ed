import { el } from "./dom.js";
import { marked } from "./evidence.js";

/** What a record is, as nodes: a row of a table as a small table, a text as it stands with the evidence marked. A row that is cut is shown as text. */
export function inputNodes(schema, text, evidence = []) {
  const cells = schema.columns ? cellsOf(text) : null;
  if (cells === null) return marked(text, evidence);
  return [el("table", { class: "row" }, el("tbody", {}, ...schema.columns.filter(column => column.name in cells).map(column => el("tr", {},
    el("th", { scope: "row", title: column.definition || null }, column.name), el("td", {}, ...marked(String(cells[column.name]), evidence))))))];
}

/** The same in one line of words. */
export function inputWords(schema, text) {
  const cells = schema.columns ? cellsOf(text) : null;
  return cells === null ? text : schema.columns.filter(column => column.name in cells).map(column => `${column.name}: ${cells[column.name]}`).join(", ");
}

function cellsOf(text) {
  try {
    const cells = JSON.parse(text);
    return cells !== null && typeof cells === "object" && !Array.isArray(cells) ? cells : null;
  } catch {
    return null;
  }
}

import { el, show } from "../desk/dom.js";
import { sheetOf } from "./sheet.js";

const at = id => document.getElementById(id);
const texts = new Map();
let asked = 0;

at("source-close").addEventListener("click", () => show(at("source"), false));
at("source-as-page").addEventListener("click", () => showAs("page"));
at("source-as-text").addEventListener("click", () => showAs("text"));

/** Shows a document beside the answer, with the cited span marked and in view: on its page where that can be drawn, in its text in any case. */
export async function openSource(citation) {
  const turn = ++asked;
  show(at("source"), true);
  at("source-title").textContent = citation.title;
  at("source-page").textContent = citation.page ? `page ${citation.page}` : "";
  show(at("source-page"), Boolean(citation.page));
  at("source-facts").textContent = [citation.headingPath?.join(" › "), citation.asOf ? `as of ${citation.asOf.slice(0, 10)}` : ""].filter(Boolean).join(" · ");
  show(at("source-ways"), false);
  show(at("source-notice"), false);
  showAs("text");
  const text = await textOf(citation);
  if (turn !== asked) return;
  if (text === null) {
    at("source-text").replaceChildren(el("p", { class: "muted" }, "This document has been deleted, or you may not read it. What was cited:"), el("blockquote", {}, citation.quote ?? ""));
    return;
  }

  const mark = el("mark", { id: "cited" }, text.slice(citation.start, citation.end));
  at("source-text").replaceChildren(text.slice(0, citation.start), mark, text.slice(citation.end));
  mark.scrollIntoView({ block: "center" });
  at("source").focus({ preventScroll: true });
  const drawn = await sheetOf(citation);
  if (turn !== asked || !drawn) return;
  if (drawn.sheet) {
    at("source-sheet").replaceChildren(drawn.sheet);
    show(at("source-ways"), true);
    showAs("page");
    drawn.first?.scrollIntoView({ block: "center" });
  }

  say(drawn.reason ?? (drawn.marked ? "" : "The cited words can't be marked on the page; they are marked in the text."));
}

function say(notice) {
  at("source-notice").textContent = notice;
  show(at("source-notice"), notice !== "");
}

function showAs(way) {
  show(at("source-sheet"), way === "page");
  show(at("source-text"), way === "text");
  at("source-as-page").setAttribute("aria-pressed", String(way === "page"));
  at("source-as-text").setAttribute("aria-pressed", String(way === "text"));
  if (way === "text") at("cited")?.scrollIntoView({ block: "center" });
}

async function textOf({ documentId, versionHash }) {
  const path = `/v1/documents/${encodeURIComponent(documentId)}/versions/${encodeURIComponent(versionHash)}/text`;
  if (!texts.has(path)) texts.set(path, fetch(path, { headers: { accept: "application/json" } }).then(async response => response.ok ? (await response.json()).text : null).catch(() => null));
  return texts.get(path);
}

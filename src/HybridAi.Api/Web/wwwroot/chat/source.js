import { el, show } from "../desk/dom.js";

const at = id => document.getElementById(id);
const texts = new Map();

at("source-close").addEventListener("click", () => show(at("source"), false));

/** Shows a document beside the answer, with the cited span marked and in view. */
export async function openSource(citation) {
  show(at("source"), true);
  at("source-title").textContent = citation.title;
  at("source-page").textContent = citation.page ? `page ${citation.page}` : "";
  show(at("source-page"), Boolean(citation.page));
  at("source-facts").textContent = [citation.headingPath?.join(" › "), citation.asOf ? `as of ${citation.asOf.slice(0, 10)}` : ""].filter(Boolean).join(" · ");
  const text = await textOf(citation);
  if (text === null) {
    at("source-text").replaceChildren(el("p", { class: "muted" }, "This document has been deleted, or you may not read it. What was cited:"), el("blockquote", {}, citation.quote ?? ""));
    return;
  }

  const mark = el("mark", { id: "cited" }, text.slice(citation.start, citation.end));
  at("source-text").replaceChildren(text.slice(0, citation.start), mark, text.slice(citation.end));
  mark.scrollIntoView({ block: "center" });
  at("source").focus({ preventScroll: true });
}

async function textOf({ documentId, versionHash }) {
  const path = `/v1/documents/${encodeURIComponent(documentId)}/versions/${encodeURIComponent(versionHash)}/text`;
  if (!texts.has(path)) texts.set(path, fetch(path, { headers: { accept: "application/json" } }).then(async response => response.ok ? (await response.json()).text : null).catch(() => null));
  return texts.get(path);
}

import { el } from "../desk/dom.js";

/**
 * The page of a PDF on which a citation stands, with the cited words marked over it.
 * Returns { sheet, first } where it can be shown, { reason } where it can't and that is worth saying, null where there is no page to show.
 */
export async function sheetOf({ documentId, versionHash, page, start, end, title }) {
  if (!page) return null;
  const path = `/v1/documents/${encodeURIComponent(documentId)}/pages/${page}`;
  const version = `version=${encodeURIComponent(versionHash)}`;
  const response = await fetch(`${path}/boxes?${version}&start=${start}&end=${end}`, { headers: { accept: "application/json" } }).catch(() => null);
  if (!response) return { reason: "The page can't be shown: the server does not answer." };
  if (response.status === 404) return null;
  if (!response.ok) return { reason: `The page can't be shown here: ${(await response.json().catch(() => ({}))).detail ?? response.status}` };
  const boxes = (await response.json()).boxes;
  const image = el("img", { alt: `Page ${page} of ${title}` });
  const drawn = new Promise(done => { image.addEventListener("load", () => done(true)); image.addEventListener("error", () => done(false)); });
  image.src = `${path}?${version}`;
  if (!await drawn) return { reason: "The page could not be drawn." };
  const marks = boxes.map(mark);
  return { sheet: el("figure", { class: "drawn-page" }, image, ...marks), first: marks[0], marked: marks.length > 0 };
}

function mark({ left, top, width, height }) {
  const box = el("span", { class: "sheet-mark" });
  for (const [side, share] of Object.entries({ left, top, width, height })) box.style[side] = `${share * 100}%`;
  return box;
}

// Keeps parts of a page up to date while somebody looks at it: the page is asked for again, and each part marked with data-live is taken over from it. Without
// this script the page is whole, as it was when it was loaded.

const everyMs = 5_000;
// Whoever has gone is not kept signed in by a page that asks for itself.
const patienceMs = 15 * 60_000;

let lastSeen = Date.now();
for (const sign of ["pointermove", "pointerdown", "keydown", "scroll", "focus"]) addEventListener(sign, () => { lastSeen = Date.now(); }, { capture: true, passive: true });

const parts = page => [...page.querySelectorAll("[data-live]")];

/** Not under somebody's hands: a link that has the focus stays where it is. */
function takeOver(now, next) {
  if (now.contains(document.activeElement) || now.innerHTML === next.innerHTML) return;
  now.replaceWith(document.importNode(next, true));
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" }, redirect: "error" });
  if (!answer.ok) return;
  const next = parts(new DOMParser().parseFromString(await answer.text(), "text/html"));
  parts(document).forEach((now, place) => { if (next[place]) takeOver(now, next[place]); });
}

async function turn() {
  // A server that is away for a moment is asked again at the next turn.
  if (!document.hidden && Date.now() - lastSeen < patienceMs) await refresh().catch(() => {});
  setTimeout(turn, everyMs);
}

setTimeout(turn, everyMs);

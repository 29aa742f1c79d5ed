import { api, SignedOut } from "./api.js";
import { el, isPlain, isTyping, percent, show } from "./dom.js";
import { evidenceOf, marked } from "./evidence.js";
import { inputWords } from "./row.js";

const grid = document.getElementById("grid");
const { project, person } = grid.dataset;
const schema = JSON.parse(grid.dataset.schema);
const several = !["text-classification", "tabular-classification"].includes(schema.kind);
const server = api(project);
const at = id => document.getElementById(id);

let tiles = [];
let lastCount = 0;

// Each tile: { item, out, label, element }. What is out is not answered, unless another label is given for it.

async function take() {
  busy("Looking for look-alikes…");
  try {
    const items = await server.get("review/grid", { annotator: person, queue: at("queue").value, take: 24 });
    tiles = items.map(tileOf);
    at("tiles").replaceChildren(...tiles.map(tile => tile.element));
    const first = items[0]?.suggestion;
    at("title").textContent = first ? first.value : "Nothing waits here";
    show(at("acts"), items.length > 0);
    show(at("none"), items.length === 0);
    count();
    tiles[0]?.element.focus({ preventScroll: true });
    at("said").textContent = items.length > 0 ? `${items.length} records, suggested: ${first.value}.` : "No look-alikes wait.";
  } catch (error) { failed(error); } finally { busy(null); }
}

function tileOf(item) {
  const tile = { item, out: false, label: null };
  const other = several ? null : el("select", { "aria-label": "Another label", hidden: true, on: { change: event => { tile.label = event.target.value || null; count(); } } },
    el("option", { value: "" }, "Stays in the queue"), ...schema.labels.filter(label => label.name !== item.suggestion.value).map(label => el("option", {}, label.name)));
  tile.element = el("li", { class: "tile", tabindex: -1, "data-record": item.recordId, on: { click: event => { if (!event.target.closest("select, button")) toggle(tile); }, focus: () => rove(tile) } },
    el("p", { class: "tile-text" }, ...marked(inputWords(schema, item.text.text), evidenceOf(item.suggestion)), item.text.isCut ? "…" : ""),
    el("p", { class: "tile-foot" },
      el("button", { type: "button", class: "quiet small take-out", "aria-pressed": "false", tabindex: -1, on: { click: () => toggle(tile) } }, "Take out"),
      other, el("span", { class: "share" }, percent(item.suggestion.confidence))));
  tile.other = other;
  return tile;
}

function toggle(tile) {
  tile.out = !tile.out;
  if (!tile.out) { tile.label = null; if (tile.other) tile.other.value = ""; }
  paint(tile);
}

function give(tile, label) {
  if (label === tile.item.suggestion.value) { tile.out = false; tile.label = null; } else { tile.out = true; tile.label = label; }
  if (tile.other) tile.other.value = tile.label ?? "";
  paint(tile);
}

function paint(tile) {
  tile.element.classList.toggle("out", tile.out);
  const button = tile.element.querySelector(".take-out");
  button.setAttribute("aria-pressed", tile.out);
  button.textContent = tile.out ? "Put back" : "Take out";
  if (tile.other) show(tile.other, tile.out);
  count();
  at("said").textContent = tile.label ? `Label: ${tile.label}` : tile.out ? "Taken out" : "Put back";
}

function rove(tile) {
  for (const one of tiles) one.element.tabIndex = one === tile ? 0 : -1;
}

function count() {
  const accepted = tiles.filter(tile => !tile.out).length;
  const corrected = tiles.filter(tile => tile.label).length;
  at("accept-word").textContent = `Accept ${accepted}${corrected > 0 ? `, correct ${corrected}` : ""}`;
  at("accept").disabled = accepted + corrected === 0;
}

async function accept() {
  const answers = tiles.filter(tile => !tile.out || tile.label)
    .map(({ item, label }) => label ? { recordId: item.recordId, action: "correct", label } : { recordId: item.recordId, action: "accept" });
  if (answers.length === 0 || at("accept").disabled) return;
  busy("Sending…");
  try {
    const outcomes = await server.post("review/bulk", { annotator: person, answers });
    const refused = outcomes.filter(one => one.annotation === null);
    lastCount = outcomes.length - refused.length;
    await take();
    notice(`${lastCount} ${lastCount === 1 ? "label is" : "labels are"} kept.${refused.length > 0 ? ` ${refused.length} refused: ${refused[0].detail}` : ""}`, refused.length > 0 ? "warn" : "good");
    show(at("undo"), lastCount > 0);
  } catch (error) { failed(error); } finally { busy(null); }
}

async function undo() {
  if (lastCount === 0) return;
  busy("Taking back…");
  try {
    for (; lastCount > 0; lastCount--) await server.post("review/undo", { annotator: person });
    show(at("undo"), false);
    await take();
    notice("All of them are taken back.", "good");
  } catch (error) { failed(error); } finally { busy(null); }
}

function busy(what) {
  at("accept").disabled = what !== null;
  grid.setAttribute("aria-busy", what !== null);
  if (what === null) count();
}

function notice(text, kind) {
  at("notice").className = `notice ${kind}`;
  at("notice").replaceChildren(text);
  show(at("notice"), true);
}

function failed(error) {
  notice(error.message, error instanceof SignedOut ? "warn" : "bad");
  if (error instanceof SignedOut) at("notice").append(" ", el("a", { href: `/sign-in?ReturnUrl=${encodeURIComponent(location.pathname)}` }, "Sign in"));
}

function move(by) {
  const place = tiles.findIndex(tile => tile.element.tabIndex === 0);
  const next = tiles[Math.max(0, Math.min(tiles.length - 1, place + by))];
  next?.element.focus();
}

function columns() { return getComputedStyle(at("tiles")).gridTemplateColumns.split(" ").length; }

document.addEventListener("keydown", event => {
  if (!isPlain(event) || isTyping(event.target)) return;
  const tile = tiles.find(one => one.element.tabIndex === 0);
  const onButton = event.target.closest("button, a");
  const act = {
    ArrowRight: () => move(1), ArrowLeft: () => move(-1), ArrowDown: () => move(columns()), ArrowUp: () => move(-columns()),
    x: () => tile && toggle(tile), " ": () => tile && !onButton && toggle(tile), Enter: () => !onButton && accept(), n: take, u: undo,
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  const label = several ? undefined : schema.labels["123456789".indexOf(event.key)];
  if (label && tile) give(tile, label.name);
  else if (act && !(onButton && (event.key === "Enter" || event.key === " "))) act();
  else return;
  event.preventDefault();
});

for (const [id, act] of Object.entries({ accept, undo, another: take, "look-again": take })) at(id).addEventListener("click", () => act());
at("queue").addEventListener("change", take);
take();

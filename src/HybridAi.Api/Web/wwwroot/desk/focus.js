import { api, Refused, SignedOut, Unreachable } from "./api.js";
import { el, isPlain, isTyping, percent, show, when } from "./dom.js";
import { evidenceOf } from "./evidence.js";
import { formFor } from "./forms.js";
import { Line } from "./line.js";
import { Outbox } from "./outbox.js";
import { inputNodes, inputWords } from "./row.js";

const desk = document.getElementById("desk");
const { project, person } = desk.dataset;
const schema = JSON.parse(desk.dataset.schema);
const server = api(project);
const at = id => document.getElementById(id);
const form = formFor(schema);
const REFILL_AFTER = 3_000;
const RENEW_EVERY = 120_000;
const PROGRESS_EVERY = 20_000;
const READ_ALOUD = 300;

const REASONS = {
  "held-out": "Judges models and routes", doubt: "Its label is doubtful", random: "Chosen by chance", rare: "Its label is rare",
  requeued: "The guideline has changed since", asked: "Somebody waits for your answer",
};

let labelled = 0;
let shownId = null;
let pressedAt = null;
let since = null;

const line = new Line(
  beside => server.get("review/next", { annotator: person, queue: at("queue").value, ...(beside.length > 0 ? { beside: beside.slice(0, 10) } : {}) }),
  () => { if (shownId === null) paint(); });
const recent = new Map();
const outbox = new Outbox(`hybridai ${project} ${person}`, answer => server.post(answer.path, answer.body), report);

at("answer").prepend(form.element);
form.element.addEventListener("answer", () => give());
form.element.addEventListener("about", event => { explain(event.detail); nameAct(); });
for (const change of ["change", "input"]) form.element.addEventListener(change, nameAct);

// What is on the screen.

function paint() {
  const item = line.current;
  shownId = item?.record.id ?? null;
  show(at("work"), item !== null);
  show(at("empty"), item === null && line.isExhausted);
  show(at("loading"), item === null && !line.isExhausted);
  if (item === null) {
    if (line.isExhausted) say("Nothing waits for you.");
    return;
  }

  const { record, suggestion, proposals, blind } = item;
  at("text").replaceChildren(...inputNodes(schema, record.text, evidenceOf(suggestion)));
  at("text").scrollTop = 0;
  at("text").lang = "";
  at("why").textContent = REASONS[item.reason] ?? item.reason;
  show(at("blind"), blind);
  at("record-id").textContent = record.id;
  if (at("record-id").href !== undefined) at("record-id").href = `/projects/${encodeURIComponent(project)}/records/${server.record(record.id)}`;
  at("fields").replaceChildren(...Object.entries(record.fields).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
  show(at("fields"), Object.keys(record.fields).length > 0);
  paintSuggestion(suggestion, proposals);
  form.show(suggestion?.value ?? null);
  nameAct();
  at("comment").value = "";
  show(at("similar"), false);
  paintComments(item);
  if (!document.querySelector("dialog[open]")) form.focus();
  say(`${suggestion ? `Suggested: ${form.shown(suggestion.value)}, ${percent(suggestion.confidence)}. ` : blind ? "Without a suggestion. " : ""}${inputWords(schema, record.text).slice(0, READ_ALOUD)}`);
  if (since !== null) measure(since);
  since = null;
}

function paintSuggestion(suggestion, proposals) {
  show(at("suggestion"), suggestion !== null);
  show(at("votes"), proposals.length > 1);
  if (suggestion === null) { at("votes").replaceChildren(); return; }
  at("suggested").textContent = form.shown(suggestion.value);
  at("confidence").value = suggestion.confidence;
  at("confidence-text").textContent = percent(suggestion.confidence);
  at("source").textContent = suggestion.labeller;
  at("because").textContent = suggestion.reason;
  at("votes").replaceChildren(...proposals.filter(one => one.labeller !== suggestion.labeller).map(one => el("li", { class: one.value === suggestion.value ? "chip" : "chip warn" },
    one.labeller, ": ", el("b", {}, one.value === null ? "no label" : form.shown(one.value)), one.value === null ? "" : ` ${percent(one.confidence)}`)));
}

async function paintComments(item) {
  at("comments").replaceChildren();
  item.comments ??= server.get(`records/${server.record(item.record.id)}/comments`).catch(() => []);
  const comments = await item.comments;
  if (shownId === item.record.id) at("comments").replaceChildren(...comments.map(one => el("li", {}, el("b", {}, one.author), " ", when(one.createdAt), el("p", {}, one.text))));
}

/** The button says what it does: take what is suggested, or give something else. */
function nameAct() {
  const suggestion = line.current?.suggestion;
  at("accept-word").textContent = suggestion && form.value() === suggestion.value ? "Accept" : "Give this label";
}

/** The guideline of the label in focus, or of all. */
function explain(name) {
  const about = schema.labels?.find(label => label.name === name) ?? schema.extract?.find(field => field.name === name);
  show(at("definition"), Boolean(about));
  if (!about) return;
  at("definition-name").textContent = about.name;
  at("definition-text").textContent = about.definition || "No definition is given.";
  at("definition-guideline").textContent = about.guideline ?? "";
}

function say(text) { at("said").textContent = text; }

let noticeTimer;
function notice(text, kind = "bad", ...more) {
  clearTimeout(noticeTimer);
  at("notice").className = `notice ${kind}`;
  at("notice").replaceChildren(text, ...more);
  show(at("notice"), text !== "");
  if (kind === "good") noticeTimer = setTimeout(() => show(at("notice"), false), 4000);
}

let isCut = false;

/** What became of answers on their way. */
function report({ state, error, answer }) {
  if (state === "idle") reached();
  else if (state === "unreachable") cut(error.message);
  else if (state === "signed-out") signedOut();
  else {
    labelled -= 1;
    paintProgress();
    notice(error.message);
    if (recent.get(answer.recordId) && error.code !== "lease-lost") fill();
  }
}

function reached() {
  if (isCut) notice("The connection is back; all answers have arrived.", "good");
  isCut = false;
}

function cut(why, ...more) {
  isCut = true;
  const waiting = outbox.recordIds.length;
  notice(`${why}${waiting > 0 ? ` ${waiting} ${waiting === 1 ? "answer is" : "answers are"} kept here and sent as soon as it goes.` : ""} `, "warn", ...more);
}

function signedOut() {
  cut("You are signed out.", el("a", { href: `/sign-in?ReturnUrl=${encodeURIComponent(location.pathname)}` }, "Sign in"));
}

let refill;
function failed(error) {
  if (error instanceof SignedOut) signedOut();
  else if (error instanceof Unreachable) { cut(error.message); clearTimeout(refill); refill = setTimeout(fill, REFILL_AFTER); }
  else notice(error instanceof Refused ? error.message : String(error));
}

// What a person does.

function fill() {
  line.fill(() => outbox.recordIds).then(() => { if (outbox.recordIds.length === 0) reached(); }, failed);
}

function next(act) {
  const item = line.current;
  if (!item) return;
  const comment = at("comment").value.trim() || null;
  const answer = act(item, comment);
  if (!answer) return;
  recent.set(item.record.id, item);
  line.advance();
  since = pressedAt;
  paint();
  outbox.put({ recordId: item.record.id, ...answer });
  fill();
}

function give() {
  next((item, comment) => {
    const label = form.value();
    if (label === null) { notice("Choose a label first.", "warn"); return null; }
    notice("", "good");
    labelled += 1;
    paintProgress();
    const path = `review/${server.record(item.record.id)}`;
    return item.suggestion && item.suggestion.value === label
      ? { path: `${path}/accept`, body: { annotator: person, comment } }
      : { path: `${path}/correct`, body: { annotator: person, label, comment } };
  });
}

function skip() {
  next((item, comment) => ({ path: `review/${server.record(item.record.id)}/skip`, body: { annotator: person, comment } }));
}

async function undo() {
  const unsent = outbox.takeBack();
  if (unsent && recent.has(unsent.recordId)) { returned(recent.get(unsent.recordId), !unsent.path.endsWith("/skip")); return; }
  try {
    await outbox.flush();
    await line.inTurn(async () => {
      const voided = await server.post("review/undo", { annotator: person });
      const item = await server.get("review/next", { annotator: person, queue: at("queue").value });
      if (item?.record.id === voided.recordId) returned(item, voided.label !== null);
      else notice("It is taken back; the record has gone to somebody else meanwhile.", "warn");
    });
  } catch (error) { failed(error); }
}

function returned(item, wasLabelled) {
  line.putBack(item);
  if (wasLabelled) labelled -= 1;
  paintProgress();
  paint();
  notice("Taken back.", "good");
}

async function comment() {
  const text = at("comment").value.trim();
  const item = line.current;
  if (!text || !item) return;
  try {
    await server.post(`records/${server.record(item.record.id)}/comments`, { author: person, text });
    at("comment").value = "";
    item.comments = undefined;
    await paintComments(item);
    form.focus();
  } catch (error) { failed(error); }
}

async function similar() {
  const item = line.current;
  if (!item) return;
  if (!at("similar").hidden) { show(at("similar"), false); return; }
  show(at("similar"), true);
  at("similar-list").replaceChildren(el("li", { class: "muted" }, "Looking…"));
  try {
    const alike = await server.get(`records/${server.record(item.record.id)}/similar`, { annotator: person, take: 8 });
    if (shownId !== item.record.id) return;
    at("similar-list").replaceChildren(...(alike.length === 0 ? [el("li", { class: "muted" }, "Nothing is like it.")] : alike.map(tile => el("li", {},
      el("span", { class: "share" }, percent(tile.similarity)), el("span", { class: "like" }, inputWords(schema, tile.text.text), tile.text.isCut ? "…" : ""),
      tile.suggestion ? el("span", { class: "chip" }, form.shown(tile.suggestion.value)) : null))));
  } catch (error) { failed(error); }
}

// How far we are.

async function progress() {
  try {
    const now = await server.get("review/progress");
    labelled = (now.annotators.find(one => one.annotator === person)?.labelled ?? 0) + outbox.recordIds.length;
    at("team").max = Math.max(now.records, 1);
    at("team").value = now.resolved;
    at("team-text").textContent = `${now.resolved.toLocaleString("en")} of ${now.records.toLocaleString("en")}`;
    paintProgress();
  } catch { /* The next one will tell; a lost connection is told where an answer waits. */ }
}

function paintProgress() { at("mine").textContent = labelled.toLocaleString("en"); }

/** From the key to the frame that shows the next record, for whoever measures. */
function measure(start) {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => performance.measure("next-item", { start, end: performance.now() });
    channel.port2.postMessage(null);
  });
}

// Keys. What has the focus comes first: a field gets its letters, a link its Enter.

const COMMANDS = {
  u: undo, s: skip, f: similar,
  g: () => { at("guideline").open = !at("guideline").open; if (at("guideline").open) at("guideline").scrollIntoView({ block: "nearest" }); },
  c: () => { at("talk").open = true; at("comment").focus(); },
  "?": () => at("help").showModal(),
};

document.addEventListener("keydown", event => {
  if (event.key === "Escape" && isTyping(event.target) && !event.target.closest("dialog")) {
    // Out of a form's own field the keys are the desk's again.
    if (form.element.contains(event.target)) event.target.blur(); else form.focus();
    return;
  }
  if (!isPlain(event) || isTyping(event.target)) return;
  pressedAt = event.timeStamp;
  const command = COMMANDS[event.key.toLowerCase()];
  if (line.current && form.key(event)) event.preventDefault();
  else if (event.key === "Enter" && !event.target.closest("a, summary, button:not(.label):not(.tick)")) { event.preventDefault(); give(); }
  else if (command) { event.preventDefault(); command(); }
  pressedAt = null;
});

for (const [id, act] of Object.entries({ accept: give, skip, undo, "find-similar": similar, "save-comment": comment, "open-help": COMMANDS["?"] })) at(id).addEventListener("click", () => act());
at("comment").addEventListener("keydown", event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) comment(); });
at("queue").addEventListener("change", () => { line.clear(); shownId = null; paint(); fill(); });
at("again").addEventListener("click", fill);
document.addEventListener("visibilitychange", () => { if (!document.hidden) { outbox.flush(); progress(); } });
setInterval(() => { if (!document.hidden && line.current) server.post("review/renew", { annotator: person }).catch(() => {}); }, RENEW_EVERY);
setInterval(() => { if (!document.hidden) progress(); }, PROGRESS_EVERY);

explain(null);
paint();
outbox.flush();
fill();
progress();

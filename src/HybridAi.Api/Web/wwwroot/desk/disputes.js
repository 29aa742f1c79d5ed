import { api, SignedOut } from "./api.js";
import { el, isPlain, isTyping, show, when } from "./dom.js";
import { formFor } from "./forms.js";
import { inputNodes, inputWords } from "./row.js";

const page = document.getElementById("disputes");
const { project, person } = page.dataset;
const schema = JSON.parse(page.dataset.schema);
const server = api(project);
const at = id => document.getElementById(id);
const form = formFor(schema);
const REASONS = [
  ["ambiguous", "Ambiguous", "the text can be read in several ways"], ["guideline-gap", "Guideline gap", "the guideline does not say"],
  ["slip", "Slip", "somebody slipped"], ["edge-case", "Edge case", "unusual, though the guideline is clear"],
];

let disputes = [];
let place = 0;
let chosen = null;

at("label").append(form.element);
at("reasons").append(...REASONS.map(([value, name, meaning]) => el("label", { class: "reason" },
  el("input", { type: "radio", name: "reason", value }), el("span", {}, el("b", {}, name), " ", el("span", { class: "muted" }, meaning)))));
// A label is chosen first and given with its reason: here no key answers by itself.
form.element.addEventListener("answer", () => choose(form.value()));

async function load() {
  try {
    disputes = await server.get("review/disputes", { take: 100 });
    place = Math.min(place, Math.max(0, disputes.length - 1));
    paint();
  } catch (error) { failed(error); }
}

function paint() {
  const dispute = disputes[place];
  show(at("none"), !dispute);
  show(at("case"), Boolean(dispute));
  at("count").textContent = dispute ? `${place + 1} of ${disputes.length}` : "";
  if (!dispute) return;
  at("text").replaceChildren(...inputNodes(schema, dispute.text.text), dispute.text.isCut ? "…" : "");
  at("record-id").textContent = dispute.recordId;
  at("record-id").href = `/projects/${encodeURIComponent(project)}/records/${server.record(dispute.recordId)}`;
  at("votes").replaceChildren(...dispute.annotations.map(vote => el("li", {},
    el("p", {}, el("b", {}, vote.annotator), " said ", el("span", { class: "chip accent" }, form.shown(vote.label)), " ", el("span", { class: "muted" }, vote.suggestionShown ? "saw the suggestion" : "without a suggestion", " · ", when(vote.createdAt))),
    vote.comment ? el("blockquote", {}, vote.comment) : null)));
  at("talk").replaceChildren(...dispute.comments.map(one => el("li", {}, el("p", {}, el("b", {}, one.author), " ", el("span", { class: "muted" }, when(one.createdAt))), el("blockquote", {}, one.text))));
  form.show(null);
  choose(null);
  at("comment").value = "";
  for (const radio of document.querySelectorAll("input[name=reason]")) radio.checked = false;
  form.focus();
  at("said").textContent = `Dispute ${place + 1} of ${disputes.length}: ${inputWords(schema, dispute.text.text).slice(0, 300)}`;
}

function choose(label) {
  chosen = label;
  if (label !== null) show(at("notice"), false);
  for (const button of form.element.querySelectorAll(".label, .tick")) button.setAttribute("aria-pressed", label !== null && (button.dataset.label ?? button.dataset.score) === label);
}

async function decide() {
  const dispute = disputes[place];
  const reason = document.querySelector("input[name=reason]:checked")?.value;
  const label = ["text-classification", "tabular-classification"].includes(schema.kind) ? chosen : form.value();
  if (!dispute) return;
  if (!label || !reason) { notice(label ? "Choose why they disagreed." : "Choose the label that holds.", "warn"); return; }
  try {
    await server.post(`review/${server.record(dispute.recordId)}/adjudicate`, { reviewer: person, label, reason, comment: at("comment").value.trim() || null });
    disputes.splice(place, 1);
    place = Math.min(place, Math.max(0, disputes.length - 1));
    paint();
    notice(`Decided: ${form.shown(label)}.`, "good");
  } catch (error) { failed(error); }
}

function move(by) {
  if (disputes.length === 0) return;
  place = (place + by + disputes.length) % disputes.length;
  paint();
}

function notice(text, kind) {
  at("notice").className = `notice ${kind}`;
  at("notice").replaceChildren(text);
  show(at("notice"), true);
}

function failed(error) {
  notice(error.message, "bad");
  if (error instanceof SignedOut) at("notice").append(" ", el("a", { href: `/sign-in?ReturnUrl=${encodeURIComponent(location.pathname)}` }, "Sign in"));
}

const KEYS = { a: "ambiguous", g: "guideline-gap", l: "slip", e: "edge-case" };
document.addEventListener("keydown", event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target === at("comment")) { decide(); return; }
  if (!isPlain(event) || isTyping(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const onRadio = event.target.matches("input[type=radio]");
  if (!onRadio && form.key(event)) event.preventDefault();
  else if (KEYS[key]) { document.querySelector(`input[value=${KEYS[key]}]`).checked = true; event.preventDefault(); }
  else if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "c") { at("comment").focus(); event.preventDefault(); }
  else if (key === "Enter" && !event.target.closest("a, button")) { decide(); event.preventDefault(); }
  else if (key === "Enter" && event.target.closest(".label") && chosen !== null && event.target.closest(".label").dataset.label === chosen) { decide(); event.preventDefault(); }
});
for (const [id, act] of Object.entries({ decide, before: () => move(-1), after: () => move(1) })) at(id).addEventListener("click", act);
load();

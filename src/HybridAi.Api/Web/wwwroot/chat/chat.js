import { el, show } from "../desk/dom.js";
import { events, Refused } from "./events.js";
import { Exchange } from "./exchange.js";

const at = id => document.getElementById(id);
let conversation = at("chat").dataset.conversation || null;
let running = null;
const acts = { rate, regenerate: kept => ask(kept.question, kept.id) };

async function call(path, method = "GET", body = undefined) {
  const response = await fetch(`/v1/chat/${path}`, { method, body: body && JSON.stringify(body), headers: { accept: "application/json", ...(body && { "content-type": "application/json" }) } });
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(answer?.detail ?? `The server answered ${response.status}.`);
  return answer;
}

async function ask(question, replaces = null) {
  if (running) return;
  const exchange = new Exchange(question, acts);
  at("exchanges").append(exchange.element);
  show(at("welcome"), false);
  exchange.element.scrollIntoView({ block: "end" });
  running = new AbortController();
  busy(true);
  try {
    for await (const { event, data } of events("/v1/chat", { question, conversationId: conversation, replaces }, running.signal)) {
      if (event === "meta") began(data);
      else if (event === "error") failed(data.detail);
      else if (event === "done") finished(exchange, data);
      else exchange[event]?.(data);
    }
  } catch (error) {
    if (error.name === "AbortError") await reload();
    else { exchange.element.remove(); at("question").value ||= question; failed(error.message); }
  } finally {
    running = null;
    busy(false);
  }
}

function began({ conversation: begun }) {
  if (conversation === begun.id) return;
  conversation = begun.id;
  history.replaceState(null, "", `/chat/${encodeURIComponent(begun.id)}`);
  titled(begun);
  list();
}

function finished(exchange, kept) {
  exchange.done(kept);
  at("said").textContent = kept.text.slice(0, 400);
  exchange.element.scrollIntoView({ block: "nearest" });
}

async function rate(id, rating) {
  try {
    return await call(`exchanges/${encodeURIComponent(id)}/feedback`, "PUT", { rating });
  } catch (error) { failed(error.message); return {}; }
}

// What was stopped is kept as far as it came: the server knows how far.
async function reload() {
  if (!conversation) return;
  const { conversation: found, exchanges } = await call(`conversations/${encodeURIComponent(conversation)}`);
  titled(found);
  at("exchanges").replaceChildren();
  const replaced = new Set(exchanges.map(one => one.replaces));
  for (const kept of exchanges.filter(one => !replaced.has(one.id))) {
    const exchange = new Exchange(kept.question, acts);
    exchange.done(kept);
    at("exchanges").append(exchange.element);
  }

  at("exchanges").lastElementChild?.scrollIntoView({ block: "end" });
}

async function list() {
  const all = await call("conversations/");
  at("conversations").replaceChildren(...all.map(one => el("li", {}, el("a", { href: `/chat/${encodeURIComponent(one.id)}`, "aria-current": one.id === conversation ? "page" : null }, one.title))));
}

function titled({ title }) {
  show(at("rename"), true);
  at("title").value = title;
}

function busy(is) {
  show(at("stop"), is);
  at("send").disabled = is;
  if (!is) at("question").focus();
}

function failed(reason) {
  at("notice").textContent = reason;
  show(at("notice"), true);
}

at("ask").addEventListener("submit", event => {
  event.preventDefault();
  const question = at("question").value.trim();
  if (!question || running) return;
  show(at("notice"), false);
  at("question").value = "";
  ask(question);
});
at("question").addEventListener("keydown", event => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  at("ask").requestSubmit();
});
at("stop").addEventListener("click", () => running?.abort());
at("rename").addEventListener("submit", async event => {
  event.preventDefault();
  try { titled(await call(`conversations/${encodeURIComponent(conversation)}/title`, "PUT", { title: at("title").value })); await list(); } catch (error) { failed(error.message); }
});
at("remove").addEventListener("click", async () => {
  try { await call(`conversations/${encodeURIComponent(conversation)}`, "DELETE"); location.assign("/chat"); } catch (error) { failed(error.message); }
});

try {
  await Promise.all([list(), reload()]);
  show(at("welcome"), !conversation);
} catch (error) { failed(error.message); }

at("question").focus();

import { el, percent, show } from "../desk/dom.js";
import { openSource } from "./source.js";

const RATINGS = [["up", "Helpful"], ["down", "Not helpful"]];
const money = usd => usd === null || usd === undefined ? "an unknown amount" : usd === 0 ? "nothing" : `$${usd.toFixed(usd < 0.01 ? 6 : 4)}`;

/** A question with its answer, as it comes about and as it is kept. */
export class Exchange {
  constructor(question, acts) {
    this.acts = acts;
    this.id = null;
    this.said = el("p", { class: "answer-text" });
    this.below = el("div", { class: "answer-below" });
    this.body = el("div", { class: "panel answer-body" }, this.said, this.below);
    this.element = el("li", { class: "exchange" }, el("p", { class: "question" }, question), this.body);
    this.sentences = [];
    this.numbers = new Map();
    this.wait();
  }

  wait() {
    this.said.replaceChildren(el("span", { class: "muted waiting" }, "Looking…"));
  }

  delta({ sentence, text }) {
    this.sentence(sentence).words.append(text);
  }

  citation({ sentence, citation }) {
    const key = `${citation.versionHash}:${citation.start}:${citation.end}`;
    if (!this.numbers.has(key)) this.numbers.set(key, this.numbers.size + 1);
    const number = this.numbers.get(key);
    this.sentence(sentence).marks.append(el("button", {
      type: "button", class: "cite", title: `${citation.title}${citation.page ? `, page ${citation.page}` : ""}`, "aria-label": `Source ${number}: ${citation.title}`,
      on: { click: () => openSource(citation) },
    }, String(number)));
  }

  unsupported({ sentence, doubt }) {
    if (sentence === null) return;
    const { element } = this.sentence(sentence);
    element.classList.add("unsupported");
    element.title = doubt;
  }

  sentence(index) {
    if (this.sentences.length === 0) this.said.replaceChildren();
    while (this.sentences.length <= index) {
      const [words, marks] = [el("span"), el("span", { class: "cites" })];
      const element = el("span", { class: "sentence" }, words, marks);
      if (this.sentences.length > 0) this.said.append(" ");
      this.said.append(element);
      this.sentences.push({ element, words, marks });
    }

    return this.sentences[index];
  }

  /** All of it, as it is stored. */
  done(kept) {
    this.id = kept.id;
    const { answer } = kept;
    this.sentences = [];
    this.numbers.clear();
    this.said.replaceChildren();
    if (!answer) {
      this.said.replaceChildren(kept.text || el("span", { class: "muted" }, kept.state === "stopped" ? "Stopped." : "The answer broke off."));
      this.below.replaceChildren(...(kept.text ? [el("p", { class: "hint" }, kept.state === "stopped" ? "Stopped here." : "It broke off here.")] : []), this.feedback(kept));
      return;
    }

    answer.sentences.forEach((sentence, index) => {
      this.delta({ sentence: index, text: sentence.text });
      for (const citation of sentence.citations) this.citation({ sentence: index, citation });
      if (sentence.doubt) this.unsupported({ sentence: index, doubt: sentence.doubt });
    });
    if (answer.abstention) this.said.replaceChildren(el("b", {}, "I don't know. "), answer.abstention.reason);
    this.body.classList.toggle("abstained", Boolean(answer.abstention));
    this.below.replaceChildren(...this.behind(answer), this.feedback(kept));
  }

  behind(answer) {
    const parts = [];
    for (const conflict of answer.conflicts) parts.push(el("p", { class: "notice warn" }, conflict.remark));
    for (const remark of answer.remarks) parts.push(el("p", { class: "hint" }, remark));
    if (answer.abstention?.nearest.length) parts.push(el("p", { class: "hint" }, "What comes nearest: ", ...this.links(answer.abstention.nearest)));
    parts.push(el("details", { class: "why" },
      el("summary", {}, "Why this route, and what it cost"),
      el("p", {}, `It cost ${money(answer.costUsd)}${answer.dearestCostUsd ? `; the dearest answerer usually costs ${money(answer.dearestCostUsd)}` : ""}. `
        + `The passages answer the question with a probability of ${percent(answer.scores.answerability)}.`),
      answer.asked.rewrittenBy ? el("p", {}, `Searched for: ${answer.asked.standalone} (${answer.asked.rewrittenBy})`) : null,
      el("ol", {}, ...answer.route.map(step => el("li", {}, el("b", {}, step.answerer), " ", step.why, `; ${money(step.costUsd)}`))),
      answer.dropped ? el("p", {}, `${answer.dropped} sentences of the model were left out: nothing supports them.`) : null,
      answer.sources.length ? el("p", {}, "Passages: ", ...this.links(answer.sources)) : null));
    return parts;
  }

  links(sources) {
    const seen = new Set();
    return sources.map(source => this.link(source)).filter(link => !seen.has(link.textContent) && seen.add(link.textContent));
  }

  link(source) {
    const place = source.page ? `, page ${source.page}` : source.headingPath?.length ? `, ${source.headingPath.at(-1)}` : "";
    return el("button", { type: "button", class: "quiet small source-link", on: { click: () => openSource(source) } }, `${source.title}${place}${source.leftOut ? " (left out: it reads like an instruction)" : ""}`);
  }

  feedback(kept) {
    const buttons = RATINGS.map(([rating, name]) => el("button", {
      type: "button", class: "quiet small", "aria-pressed": kept.rating === rating ? "true" : "false",
      on: { click: async () => this.done({ ...kept, ...await this.acts.rate(kept.id, kept.rating === rating ? null : rating) }) },
    }, name));
    return el("div", { class: "acts answer-acts" }, ...buttons, el("button", { type: "button", class: "quiet small", on: { click: () => this.acts.regenerate(kept) } }, "Ask again"));
  }
}

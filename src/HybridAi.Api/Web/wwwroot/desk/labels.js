import { el } from "./dom.js";

const DIGITS = 9;
const FILTER_FROM = 10;

/** Labels as buttons: 1 to 9, arrows, and a field that narrows a long list. One answers at once; of several each is switched on and off. */
export function labelForm(schema, { several }) {
  const names = schema.labels.map(label => label.name);
  const chosen = new Set();
  let suggested = null;
  let active = null;

  const element = el("div", { class: "labels" });
  const list = el("div", { class: "label-list", tabindex: -1, role: several ? "group" : "toolbar", "aria-label": several ? "Labels, any number" : "Labels" });
  const filter = el("input", { type: "search", placeholder: "Type to narrow   /", "aria-label": "Narrow the labels", autocomplete: "off", spellcheck: "false" });
  const buttons = new Map(schema.labels.map((label, place) => [label.name, button(label, place)]));
  list.append(...buttons.values());
  if (names.length >= FILTER_FROM) element.append(filter);
  element.append(list);

  filter.addEventListener("input", () => {
    const typed = filter.value.trim().toLowerCase();
    for (const [name, one] of buttons) one.hidden = !name.toLowerCase().includes(typed);
    // What begins so comes before what merely holds it.
    const first = visible().find(name => name.toLowerCase().startsWith(typed)) ?? visible()[0];
    if (typed && first) highlight(first);
  });
  filter.addEventListener("keydown", event => {
    if (event.key === "Enter" && active && !buttons.get(active).hidden) { choose(active); filter.blur(); event.preventDefault(); }
    else if (event.key === "ArrowDown") { move(1); event.preventDefault(); }
    else if (event.key === "ArrowUp") { move(-1); event.preventDefault(); }
    else if (event.key === "Escape") { reset(); focus(); event.preventDefault(); }
    event.stopPropagation();
  });

  function button(label, place) {
    const digit = place < DIGITS ? el("kbd", { "aria-hidden": true }, String(place + 1)) : el("span", { class: "no-key", "aria-hidden": true });
    return el("button", {
      type: "button", class: "label", tabindex: -1, "aria-pressed": several ? "false" : null, "data-label": label.name,
      "aria-keyshortcuts": place < DIGITS ? String(place + 1) : null,
      on: { click: () => choose(label.name), focus: () => highlight(label.name) },
    }, digit, el("span", { class: "label-name" }, label.name));
  }

  const visible = () => names.filter(name => !buttons.get(name).hidden);

  function highlight(name) {
    if (active) { buttons.get(active).tabIndex = -1; buttons.get(active).classList.remove("active"); }
    active = name;
    if (!name) return;
    buttons.get(name).tabIndex = 0;
    buttons.get(name).classList.add("active");
    element.dispatchEvent(new CustomEvent("about", { detail: name }));
  }

  function move(by) {
    const shown = visible();
    if (shown.length === 0) return;
    const at = shown.indexOf(active);
    highlight(shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length]);
    if (document.activeElement !== filter) buttons.get(active).focus();
    buttons.get(active).scrollIntoView({ block: "nearest" });
  }

  function choose(name) {
    highlight(name);
    if (!several) {
      chosen.clear();
      chosen.add(name);
      element.dispatchEvent(new CustomEvent("answer"));
      return;
    }

    if (!chosen.delete(name)) chosen.add(name);
    buttons.get(name).setAttribute("aria-pressed", chosen.has(name));
    element.dispatchEvent(new CustomEvent("change"));
  }

  function reset() {
    filter.value = "";
    for (const one of buttons.values()) one.hidden = false;
  }

  // Where nothing is suggested no label is in focus either, or Enter would give the first one.
  function focus() {
    (active ? buttons.get(active) : list).focus({ preventScroll: true });
  }

  return {
    element,
    focus,
    show(value) {
      reset();
      chosen.clear();
      const proposed = value === null ? [] : several ? JSON.parse(value) : [value];
      suggested = proposed;
      for (const [name, one] of buttons) {
        one.classList.toggle("suggested", suggested.includes(name));
        one.tabIndex = -1;
        if (several) one.setAttribute("aria-pressed", suggested.includes(name));
      }

      if (several) for (const name of proposed) chosen.add(name);
      highlight(proposed.find(name => buttons.has(name)) ?? null);
      if (!active) { buttons.get(names[0]).tabIndex = 0; element.dispatchEvent(new CustomEvent("about", { detail: null })); }
    },
    value() {
      if (several) return JSON.stringify(names.filter(name => chosen.has(name)));
      return chosen.size > 0 ? [...chosen][0] : active;
    },
    key(event) {
      const place = "123456789".indexOf(event.key);
      if (event.key.length === 1 && place >= 0) {
        if (place < names.length) choose(names[place]);
        return place < names.length;
      }

      if (event.key === "ArrowDown" || event.key === "ArrowRight") { move(1); return true; }
      if (event.key === "ArrowUp" || event.key === "ArrowLeft") { move(-1); return true; }
      if (event.key === "/" && filter.isConnected) { filter.focus(); filter.select(); return true; }
      if (event.key === " " && several && active) { choose(active); return true; }
      return false;
    },
    shown: value => several ? JSON.parse(value).join(", ") || "none" : value,
  };
}

import { el } from "./dom.js";

const MOST_BUTTONS = 11;

/** A number on a scale: a slider, arrows, and a digit for its own number where the scale has few, or a field to type it where it has many. */
export function scoreForm(schema) {
  const scale = schema.score;
  const decimals = (String(scale.step).split(".")[1] ?? "").length;
  const element = el("div", { class: "score" });
  const slider = el("input", { type: "range", min: scale.lowest, max: scale.highest, step: scale.step, "aria-label": "Score" });
  const output = el("output", { class: "score-value", "aria-live": "off" }, "–");
  const steps = Math.round((scale.highest - scale.lowest) / scale.step) + 1;
  const ticks = steps > MOST_BUTTONS ? [] : Array.from({ length: steps }, (_, place) => {
    const value = text(scale.lowest + place * scale.step);
    return el("button", { type: "button", class: "tick", "data-score": value, on: { click: () => { set(value); answer(); } } }, value);
  });
  const exact = ticks.length > 0 ? null : el("input", { type: "number", class: "score-exact", min: scale.lowest, max: scale.highest, step: scale.step, "aria-label": "The number itself" });
  let isSet = false;
  element.append(output, ...(exact ? [exact] : []), slider, el("div", { class: "ends" }, el("span", {}, scale.low), el("span", {}, scale.high)), el("div", { class: "ticks" }, ...ticks));
  slider.addEventListener("input", () => set(slider.value));
  exact?.addEventListener("input", () => set(exact.value !== "" && exact.checkValidity() ? exact.value : null));
  exact?.addEventListener("keydown", event => { if (event.key === "Enter" && isSet) { event.preventDefault(); answer(); } });

  function text(number) { return String(Number(Number(number).toFixed(decimals))); }
  function answer() { element.dispatchEvent(new CustomEvent("answer")); }
  function set(value) {
    isSet = value !== null;
    if (isSet) slider.value = value;
    output.textContent = isSet ? text(slider.value) : "–";
    if (exact && document.activeElement !== exact) exact.value = isSet ? text(slider.value) : "";
    for (const tick of ticks) tick.setAttribute("aria-pressed", isSet && tick.dataset.score === text(slider.value));
  }

  return {
    element,
    focus: () => slider.focus({ preventScroll: true }),
    show: set,
    value: () => isSet ? text(slider.value) : null,
    key(event) {
      if (/^\d$/.test(event.key)) {
        const onScale = Number(event.key) >= scale.lowest && Number(event.key) <= scale.highest;
        if (onScale) { set(event.key); if (text(slider.value) === event.key && steps <= MOST_BUTTONS) answer(); }
        return onScale;
      }

      const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (!by || event.target === slider) { return false; }
      set(isSet ? Number(slider.value) + by * scale.step : by > 0 ? scale.lowest : scale.highest);
      return true;
    },
    shown: value => value,
  };
}

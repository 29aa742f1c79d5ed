import { el } from "./dom.js";

const INPUTS = { number: "number", date: "date" };

/** Typed fields. What is selected in the text goes into the text field that had the focus last. */
export function fieldForm(schema) {
  const element = el("div", { class: "fields" });
  const inputs = new Map(schema.extract.map(field => [field.name, input(field)]));
  let last = schema.extract.find(field => field.type === "text")?.name ?? null;
  element.append(...schema.extract.map((field, place) => el("div", { class: "field" },
    el("label", { for: `field-${place}` }, field.name, field.required ? el("span", { class: "muted" }, " · required") : null), inputs.get(field.name))));
  schema.extract.forEach((field, place) => { inputs.get(field.name).id = `field-${place}`; });

  document.addEventListener("mouseup", () => {
    const selection = document.getSelection();
    const words = selection.toString().trim();
    if (!words || !last || !selection.anchorNode?.parentElement?.closest(".text")) return;
    inputs.get(last).value = words;
    inputs.get(last).focus();
  });

  function input(field) {
    const about = { on: { focus: () => { if (field.type === "text") last = field.name; element.dispatchEvent(new CustomEvent("about", { detail: field.name })); } } };
    if (field.type === "choice" || field.type === "boolean") {
      const choices = field.type === "boolean" ? ["true", "false"] : field.choices;
      return el("select", about, el("option", { value: "" }, "–"), ...choices.map(choice => el("option", { value: choice }, { true: "yes", false: "no" }[choice] ?? choice)));
    }

    return el("input", { ...about, type: INPUTS[field.type] ?? "text", step: field.type === "number" ? "any" : null, maxlength: 4000, autocomplete: "off" });
  }

  element.addEventListener("keydown", event => {
    if (event.key !== "Enter" || event.target.tagName === "SELECT") return;
    event.preventDefault();
    event.stopPropagation();
    element.dispatchEvent(new CustomEvent("answer"));
  });

  const typed = { number: Number, boolean: value => value === "true" };
  return {
    element,
    focus: () => inputs.values().next().value.focus({ preventScroll: true }),
    show(value) {
      const given = value === null ? {} : JSON.parse(value);
      for (const [name, one] of inputs) one.value = given[name] ?? "";
    },
    value: () => JSON.stringify(Object.fromEntries(schema.extract.map(field => {
      const value = inputs.get(field.name).value.trim();
      return [field.name, value === "" ? null : (typed[field.type] ?? String)(value)];
    }))),
    key: () => false,
    shown: value => Object.entries(JSON.parse(value)).filter(([, said]) => said !== null).map(([name, said]) => `${name}: ${said}`).join(" · ") || "nothing",
  };
}

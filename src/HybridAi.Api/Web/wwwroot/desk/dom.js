// Elements are made of text alone: nothing that a record, a label or a person says is ever read as markup.

export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (key === "value") element.value = value;
    else element.setAttribute(key, value === true ? "" : value);
  }

  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

export const show = (element, shown) => { element.hidden = !shown; };

export const percent = share => `${Math.round(share * 100)} %`;

const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

export const when = at => el("time", { datetime: at }, day.format(new Date(at)));

/** Whether keys belong to what has the focus, not to the desk. */
export const isTyping = target => target.closest("input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, dialog") !== null;

/** A plain key: no modifier that means something to the browser or to a screen reader. */
export const isPlain = event => !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;

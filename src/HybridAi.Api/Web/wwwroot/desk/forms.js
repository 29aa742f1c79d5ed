import { labelForm } from "./labels.js";
import { fieldForm } from "./fields.js";
import { scoreForm } from "./score.js";

const BY_KIND = {
  "text-classification": schema => labelForm(schema, { several: false }),
  "multi-label": schema => labelForm(schema, { several: true }),
  extraction: fieldForm,
  score: scoreForm,
  "tabular-classification": schema => labelForm(schema, { several: false }),
  "tabular-regression": schema => scoreForm({ ...schema, score: schema.target }),
};

/**
 * How a person gives a label of this kind of project. Every form has
 *   element            what to put on the page
 *   show(value)        begins anew, with a proposed value or null
 *   value()            the label as text, or null where none is chosen yet
 *   key(event)         true where the form took the key
 *   focus()            puts the focus where work begins
 *   shown(value)       a kept label in words
 * and tells of itself with the events "answer" (this is the label) and "about" (detail: the label or field in focus).
 */
export const formFor = schema => BY_KIND[schema.kind](schema);

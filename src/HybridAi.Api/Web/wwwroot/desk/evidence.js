const MOST_MARKS = 200;
const LEAST_LETTERS = 2;

/** The words of a text that a labeller's reason names: its list of words, and what it quotes. */
export function evidenceOf(suggestion) {
  const reason = suggestion?.reason ?? "";
  const listed = /^words: (.*?)(?: \(|$)/.exec(reason)?.[1].split(", ") ?? [];
  const quoted = [...reason.matchAll(/["“'‘]([^"”'’]{2,80})["”'’]/g)].map(match => match[1]);
  return [...new Set([...listed, ...quoted])].filter(words => words.trim().length >= LEAST_LETTERS);
}

/** The text as nodes, with the evidence marked where it stands as whole words. */
export function marked(text, evidence) {
  if (evidence.length === 0) return [document.createTextNode(text)];
  const longestFirst = [...evidence].sort((a, b) => b.length - a.length).map(words => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const places = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(places)) {
    if (nodes.length >= 2 * MOST_MARKS) break;
    const mark = document.createElement("mark");
    mark.textContent = found[0];
    nodes.push(document.createTextNode(text.slice(from, found.index)), mark);
    from = found.index + found[0].length;
  }

  nodes.push(document.createTextNode(text.slice(from)));
  return nodes;
}

// Server-sent events of a request that is no GET: the browser's own reader can't send a question.

/** The server said no, and why. */
export class Refused extends Error {}

/** Asks, and yields { event, data } as they come. An aborted signal ends it quietly. */
export async function* events(path, body, signal) {
  const response = await fetch(path, {
    method: "POST", body: JSON.stringify(body), signal, headers: { "content-type": "application/json", accept: "text/event-stream" },
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => null);
    throw new Refused(problem?.detail ?? problem?.title ?? `The server answered ${response.status}.`);
  }

  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) yield read(block);
  }
}

function read(block) {
  const found = { event: "message", data: "" };
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) found.event = line.slice(7);
    else if (line.startsWith("data: ")) found.data += line.slice(6);
  }

  return { event: found.event, data: found.data ? JSON.parse(found.data) : null };
}

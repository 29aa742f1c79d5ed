// The one way to the server. What it answers is one of: the value, null for "nothing there", or one of the errors below.

/** The server said no, and why. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? problem?.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = (problem?.type ?? "").split(/[:/]/).pop();
  }
}

/** Nobody answered, or the server is not itself: the same request may succeed later. */
export class Unreachable extends Error {}

/** The session has ended. */
export class SignedOut extends Error {}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { accept: "application/json", ...options?.headers } });
  } catch {
    throw new Unreachable("There is no connection to the server.");
  }

  if (response.status === 401) throw new SignedOut("You are signed out.");
  if (response.status >= 500 || response.status === 429) throw new Unreachable(`The server answered ${response.status}.`);
  const body = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

export function api(project) {
  const root = `/v1/projects/${encodeURIComponent(project)}`;
  const query = parameters => {
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(parameters ?? {})) for (const one of [value].flat()) search.append(key, one);
    return search.size ? `?${search}` : "";
  };
  return {
    get: (path, parameters) => ask(`${root}/${path}${query(parameters)}`),
    post: (path, body) => ask(`${root}/${path}`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    record: id => encodeURIComponent(id),
  };
}

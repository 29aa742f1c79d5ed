// Runs one scenario with OpenAI's official client and prints what the client made of the answers, as one JSON value.
// node client.mjs FOLDER_OF_NODE_MODULES BASE_URL SCENARIO MODEL [HEADER=VALUE ...]
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, baseURL, scenario, model, ...headers] = process.argv.slice(2);
const { OpenAI } = createRequire(join(folder, "here.cjs"))("openai");
const client = new OpenAI({
  baseURL, apiKey: "sk-any", maxRetries: 0,
  defaultHeaders: Object.fromEntries(headers.map((header) => header.split("="))),
});
const messages = [{ role: "system", content: "Be brief." }, { role: "user", content: "Hello" }];
const tools = [{
  type: "function",
  function: {
    name: "weather", description: "The weather of a city.",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false },
  },
}];
const schema = {
  type: "object", required: ["label", "sure"], additionalProperties: false,
  properties: { label: { type: "string", enum: ["bill", "login"] }, sure: { type: "boolean" } },
};
const told = (error) => ({
  error: error.constructor.name, status: error.status ?? null, code: error.code ?? null, type: error.type ?? null, param: error.param ?? null,
  message: error.message, retryAfter: error.headers?.get?.("retry-after") ?? null,
});

async function collect(stream) {
  const seen = { text: "", chunks: 0, usage: null, finish: null, tools: [], tokens: [], role: null };
  for await (const chunk of stream) {
    seen.chunks++;
    seen.usage = chunk.usage ?? seen.usage;
    const choice = chunk.choices[0];
    if (!choice) continue;
    seen.role = choice.delta.role ?? seen.role;
    seen.text += choice.delta.content ?? "";
    seen.finish = choice.finish_reason ?? seen.finish;
    seen.tokens.push(...(choice.logprobs?.content ?? []));
    for (const call of choice.delta.tool_calls ?? []) {
      const known = (seen.tools[call.index] ??= { id: null, name: null, arguments: "" });
      known.id = call.id ?? known.id;
      known.name = call.function?.name ?? known.name;
      known.arguments += call.function?.arguments ?? "";
    }
  }
  return seen;
}

const scenarios = {
  async models() {
    const ids = [];
    for await (const each of client.models.list()) ids.push(each.id);
    return { ids, found: (await client.models.retrieve(model)).id, missing: told(await client.models.retrieve("nope").catch((error) => error)) };
  },
  async chat() {
    const { data, response } = await client.chat.completions.create({ model, messages, temperature: 0, max_completion_tokens: 50 }).withResponse();
    return {
      text: data.choices[0].message.content, finish: data.choices[0].finish_reason, usage: data.usage ?? null, model: data.model,
      request: data._request_id, alias: response.headers.get("x-hybridai-model"), cost: response.headers.get("x-hybridai-cost-usd"),
    };
  },
  stream: async () => collect(await client.chat.completions.create({ model, messages, stream: true })),
  streamWithUsage: async () => collect(await client.chat.completions.create({ model, messages, stream: true, stream_options: { include_usage: true } })),
  async schema() {
    const answer = await client.chat.completions.parse({
      model, messages, seed: 7, response_format: { type: "json_schema", json_schema: { name: "label", strict: true, schema } },
    });
    return answer.choices[0].message.parsed;
  },
  async tools() {
    const asked = await client.chat.completions.create({ model, messages, tools, tool_choice: "required" });
    const call = asked.choices[0].message.tool_calls[0];
    const answered = await client.chat.completions.create({
      model, tools, messages: [...messages, asked.choices[0].message, { role: "tool", tool_call_id: call.id, content: "sunny" }],
    });
    return {
      id: call.id, name: call.function.name, arguments: JSON.parse(call.function.arguments), finish: asked.choices[0].finish_reason,
      text: answered.choices[0].message.content,
    };
  },
  streamTools: async () => collect(await client.chat.completions.create({ model, messages, tools, stream: true })),
  async logprobs() {
    const whole = await client.chat.completions.create({ model, messages, logprobs: true, top_logprobs: 2 });
    const pieces = await collect(await client.chat.completions.create({ model, messages, logprobs: true, top_logprobs: 2, stream: true }));
    return { whole: whole.choices[0].logprobs.content, pieces: pieces.tokens };
  },
  async embeddings() {
    const input = ["one", "two"];
    const float = await client.embeddings.create({ model, input, encoding_format: "float" });
    const decoded = await client.embeddings.create({ model, input }); // The client asks for base64 by itself and decodes it.
    const list = ({ data }) => [...data].sort((a, b) => a.index - b.index).map(({ embedding }) => [...embedding]);
    return { float: list(float), decoded: list(decoded), usage: float.usage };
  },
  fails: async () => client.chat.completions.create({ model, messages }).catch(told),
  async failsStreaming() {
    try {
      return await collect(await client.chat.completions.create({ model, messages, stream: true }));
    } catch (error) {
      return told(error);
    }
  },
  async retries() {
    const answer = await client.chat.completions.create({ model, messages }, { maxRetries: 2 }).catch(told);
    return answer.error ? answer : { text: answer.choices[0].message.content };
  },
  async abort() {
    const stream = await client.chat.completions.create({ model, messages, stream: true });
    let text = "";
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      if (text.length > 0) break; // The client closes the connection.
    }
    return { text };
  },
};

console.log(JSON.stringify(await scenarios[scenario]()));
process.exit(0);

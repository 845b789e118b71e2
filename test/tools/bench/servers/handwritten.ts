/** The floor of a call: hand-written code that only forwards the call. */
import Koa from "koa";
import { Agent, request } from "undici";
import { answerParent, listenAnywhere } from "../child.ts";
import { operations } from "../document.ts";

export interface HandwrittenSetup {
  readonly size: number;
  readonly upstream: string;
}

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: {
    readonly name: string;
    readonly arguments: { readonly id: string; readonly limit: number; readonly sort: string };
  };
}

answerParent(({ size, upstream }: HandwrittenSetup) => {
  const paths = new Map(operations(size).map(({ name, path }) => [name, path]));
  const dispatcher = new Agent({ connections: 128, pipelining: 1 });

  async function call({ params }: Call): Promise<unknown> {
    const { id, limit, sort } = params.arguments;
    const path = paths.get(params.name)?.replace("{id}", encodeURIComponent(id));
    const url = `${upstream}${path}?limit=${limit}&sort=${encodeURIComponent(sort)}`;
    const answer = await request(url, { dispatcher });
    const text = await answer.body.text();
    return { content: [{ type: "text", text }], structuredContent: JSON.parse(text) as unknown };
  }

  const app = new Koa();
  app.use(async (ctx) => {
    const chunks: Buffer[] = [];
    for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
    const message = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Call;
    ctx.type = "application/json";
    ctx.body = JSON.stringify({ jsonrpc: "2.0", id: message.id, result: await call(message) });
  });
  return listenAnywhere(app.callback());
});

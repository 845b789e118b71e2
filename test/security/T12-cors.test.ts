/** Origins that may call, and the CORS headers for browsers. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import bookshop from "../../generated/bookshop/index.ts";
import { createLogger } from "../../runtime/log.ts";
import { createApp, type McpApp } from "../../runtime/serve/app.ts";
import { onLoopback } from "../e2e/clients.ts";

const logger = createLogger("silent");

/** Beside a host name, origins as people write them. */
const ALLOWED = [
  "Partner.Example",
  "HTTPS://App.Example/",
  "http://localhost:6274",
  "chrome-extension://abcdef",
];

let open: { app: McpApp; origin: string; close: () => void };
let shut: typeof open;

async function serve(allowedOrigins: string[]): Promise<typeof open> {
  const app = await createApp({ servers: [bookshop], allowedOrigins, logger });
  return { app, ...(await onLoopback(app)) };
}

beforeAll(async () => {
  open = await serve(ALLOWED);
  shut = await serve([]);
});
afterAll(async () => {
  for (const { app, close } of [open, shut]) {
    close();
    await app.dispose();
  }
});

const LIST = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} });
const HEADERS = { "content-type": "application/json", accept: "application/json, text/event-stream" };

function post(to: typeof open, headers: Record<string, string>, body = LIST): Promise<Response> {
  return fetch(`${to.origin}/bookshop/mcp`, { method: "POST", headers: { ...HEADERS, ...headers }, body });
}

function preflight(
  to: typeof open,
  origin: string,
  headers?: string,
  path = "/bookshop/mcp",
): Promise<Response> {
  return fetch(`${to.origin}${path}`, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      ...(headers !== undefined && { "access-control-request-headers": headers }),
    },
  });
}

/** The CORS headers of an answer. */
function cors(answer: Response): Record<string, string> {
  return Object.fromEntries([...answer.headers].filter(([name]) => name.startsWith("access-control-")));
}

const MAY = [
  "https://app.example",
  "https://partner.example",
  "http://partner.example:8080",
  "http://localhost:6274",
  "chrome-extension://abcdef",
];
const MAY_NOT = [
  "http://app.example",
  "https://app.example:8443",
  "https://app.example.evil.example",
  "https://evil.example",
  "https://sub.partner.example",
  "https://xpartner.example",
  "chrome-extension://other",
  "null",
  "*",
  "file://",
];

describe("T12 an allowed origin", () => {
  it.each(MAY)("%s may call and read", async (origin) => {
    const answer = await post(open, { origin });
    expect(answer.status).toBe(200);
    expect(cors(answer)).toEqual({
      "access-control-allow-origin": origin,
      "access-control-expose-headers": "WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version",
    });
    expect(answer.headers.get("vary")).toBe("Origin");
  });

  it.each(MAY)("%s may send a preflight request", async (origin) => {
    const answer = await preflight(open, origin, "Content-Type, Mcp-Param-Region, X-Other, Cookie");
    expect(answer.status).toBe(204);
    expect(await answer.text()).toBe("");
    const { "access-control-allow-headers": allowed = "", ...rest } = cors(answer);
    expect(rest).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "GET, POST, DELETE",
      "access-control-max-age": "7200",
    });
    expect(allowed.split(", ").sort()).toEqual(
      [
        "accept",
        "authorization",
        "content-type",
        "last-event-id",
        "mcp-method",
        "mcp-name",
        "mcp-param-region",
        "mcp-protocol-version",
        "mcp-session-id",
        "traceparent",
        "tracestate",
      ].sort(),
    );
    expect(answer.headers.get("vary")).toBe("Origin");
  });

  it("may read error responses", async () => {
    const origin = "https://app.example";
    for (const answer of [
      await post(open, { origin }, "{"),
      await post(open, { origin, "content-type": "text/plain" }),
      await fetch(`${open.origin}/bookshop/mcp`, { headers: { origin } }),
    ]) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
    }
  });

  it("gets no other header allowed", async () => {
    const answer = await preflight(open, "https://app.example", "mcp-x\u00e9, mcp-, mcp-a b, set-cookie");
    expect(answer.headers.get("access-control-allow-headers")).not.toMatch(/cookie|é|mcp-,|a b/);
  });
});

describe("T12 a foreign origin", () => {
  it.each(MAY_NOT)("%s gets 403", async (origin) => {
    for (const answer of [await post(open, { origin }), await preflight(open, origin)]) {
      expect(answer.status).toBe(403);
      expect(cors(answer)).toEqual({});
      expect(answer.headers.get("vary")).toBe("Origin");
    }
  });

  it("gets no CORS header if no origin is allowed", async () => {
    for (const origin of [...MAY.filter((each) => !each.includes("localhost")), ...MAY_NOT]) {
      expect((await preflight(shut, origin)).status).toBe(403);
      expect((await post(shut, { origin })).status).toBe(403);
    }
  });

  it("on this machine may call, but browsers do not let it read", async () => {
    const origin = "http://localhost:5173";
    for (const to of [open, shut]) {
      const answer = await post(to, { origin });
      expect([answer.status, cors(answer)]).toEqual([200, {}]);
      const asked = await preflight(to, origin);
      expect([asked.status, cors(asked)]).toEqual([405, {}]);
    }
  });
});

describe("T12 CORS headers", () => {
  it("never allow every origin, and never credentials", async () => {
    for (const to of [open, shut])
      for (const origin of [...MAY, ...MAY_NOT])
        for (const answer of [await post(to, { origin }), await preflight(to, origin)]) {
          expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
          expect(answer.headers.get("access-control-allow-origin") ?? origin).toBe(origin);
          expect(answer.headers.get("access-control-allow-origin")).not.toBe("*");
        }
  });

  it("are sent at endpoints only", async () => {
    for (const path of ["/healthz", "/", "/bookshop/mcp/"])
      expect(cors(await preflight(open, "https://app.example", undefined, path))).toEqual({});
  });

  it("are not sent for a foreign Host", async () => {
    const { request } = await import("node:http");
    const status = await new Promise((resolve) =>
      request(`${open.origin}/bookshop/mcp`, {
        method: "OPTIONS",
        headers: {
          host: "evil.example",
          origin: "https://app.example",
          "access-control-request-method": "POST",
        },
      })
        .on("response", (response) =>
          resolve([response.statusCode, response.headers["access-control-allow-origin"]]),
        )
        .end(),
    );
    expect(status).toEqual([403, undefined]);
  });

  it.each([
    "*",
    "https://*",
    "https://*.app.example",
    "*.app.example",
    "moz-extension://*",
    "https://app.example/path",
    "https://user@app.example",
    "https://app.example?a=1",
    "://",
    "a b",
    "app.example/path",
    "",
  ])("are sent for an origin written %j", async (entry) => {
    await expect(createApp({ servers: [bookshop], allowedOrigins: [entry], logger })).rejects.toThrow(
      TypeError,
    );
  });
});

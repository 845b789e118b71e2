/** An API that answers "go there" is not obeyed: there could be anything. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readResponse } from "../../runtime/http/response.ts";
import { Upstream } from "../../runtime/http/upstream.ts";
import { onLoopback } from "../e2e/clients.ts";

let elsewhere: Awaited<ReturnType<typeof onLoopback>>;
let api: Awaited<ReturnType<typeof onLoopback>>;
let location = "";
let status = 302;
const received: string[] = [];

beforeAll(async () => {
  elsewhere = await onLoopback((request, response) => {
    received.push(`elsewhere ${request.url}`);
    response.end("{}");
  });
  api = await onLoopback((request, response) => {
    received.push(`api ${request.url}`);
    response.writeHead(status, { location, refresh: `0; url=${location}` }).end();
  });
});
afterAll(() => {
  elsewhere.close();
  api.close();
});

describe("T03 a redirect", () => {
  const rows: [string, () => string][] = [
    ["to another origin", () => `${elsewhere.origin}/secret`],
    ["to the same origin", () => "/other"],
    ["to the metadata of a cloud", () => "http://169.254.169.254/latest/meta-data/"],
    ["to a file", () => "file:///etc/passwd"],
    ["without a scheme", () => elsewhere.origin.replace("http:", "")],
  ];
  it.each(rows)("is not followed: %s", async (_name, target) => {
    location = target();
    const upstream = new Upstream();
    for (status of [300, 301, 302, 303, 307, 308]) {
      received.length = 0;
      const answer = await upstream.send(
        { baseUrl: new URL(api.origin), operatorConfigured: true },
        { method: "POST", target: "/start", headers: {}, body: "{}" },
        new AbortController().signal,
      );
      expect(received).toEqual(["api /start"]);
      expect(() => readResponse(answer, { name: "t", method: "POST" })).toThrow(`The API answered ${status}`);
    }
    await upstream.close();
  });
});

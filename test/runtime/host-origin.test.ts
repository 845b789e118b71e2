import type Koa from "koa";
import { describe, expect, it } from "vitest";
import { HostOriginPolicy, hostName } from "../../runtime/serve/host-origin.ts";

describe("hostName", () => {
  const rows: [string, string][] = [
    ["app.example", "app.example"],
    ["App.EXAMPLE", "app.example"],
    ["app.example:8080", "app.example"],
    ["::1", "[::1]"],
    ["[::1]", "[::1]"],
    ["[::1]:3000", "[::1]"],
    ["2001:DB8:0::5", "[2001:db8::5]"],
    ["fe80::1%eth0", "[fe80::1]"],
    ["0.0.0.0", "0.0.0.0"],
    ["192.168.0.7:80", "192.168.0.7"],
    ["bücher.example", "xn--bcher-kva.example"],
  ];
  it.each(rows)("normalises %s", (entry, want) => {
    expect(hostName(entry)).toBe(want);
  });

  it.each([
    "",
    "http://app.example",
    "app.example/",
    "*.app.example",
    "a b",
    "user@app.example",
    "app.example:http",
    "[::1",
    "a?b",
    "a#b",
    "a\\b",
  ])("refuses %j", (entry) => {
    expect(() => hostName(entry)).toThrow(/Expected a host name/);
  });
});

describe("a policy with allowed hosts", () => {
  const policy = new HostOriginPolicy({ allowedHosts: ["App.Example:8080", "2001:db8::5"] });
  const ctx = (host: string): Koa.Context =>
    ({
      get: (name: string) => (name === "host" ? host : ""),
      set: () => {},
      vary: () => {},
    }) as unknown as Koa.Context;

  it.each([
    "app.example",
    "APP.example:443",
    "app.example:8080",
    "[2001:db8::5]:3000",
    "localhost:3000",
    "127.0.0.1",
    "[::1]:80",
  ])("accepts the host %s", (host) => {
    expect(policy.check(ctx(host)).ok).toBe(true);
  });

  it.each(["app.example.evil.example", "evil.example", "", "[2001:db8::6]", "app.example:port"])(
    "refuses the host %j",
    (host) => {
      expect(policy.check(ctx(host)).ok).toBe(false);
    },
  );
});

import { expect, it } from "vitest";
import { sampleOf } from "../../generator/model/pattern-samples.ts";

it.each([
  ["^ssh-(rsa|dss|ed25519) |^ecdsa-sha2-nistp256 ", 0],
  ["^[0-9a-f]{64}$", 0],
  ["^sha256:[a-f0-9]+$", 30],
  ["^(?:a|b)\\.\\d{2,3}$", 0],
  ["^(?<year>\\d{4})-\\d\\d$", 0],
  ["[^a-z]+", 3],
  ["^[^\\s/]+/[^\\s/]+$", 10],
  ["^\\p{L}+$", 3],
  ["^\\p{Nd}\\P{N}$", 2],
  ["^\\p{Alphabetic}\\p{gc=Nd}$", 2],
  ["^\\u{1F600}\\cA$", 3],
  ["\\bfoo\\b", 0],
  ["^[\\w-.]+@x$", 0],
  ["^[A-Z]{2}(-[A-Z]{2})?$", 5],
  ["\\/a\\/.*", 8],
  ["^\\u0041\\x42$", 2],
  ["^(|x)y*$", 2],
])("samples a match of %j with at least %i characters", (pattern, minLength) => {
  const text = sampleOf(pattern, minLength);
  expect(text?.length).toBeGreaterThanOrEqual(minLength);
  expect(text).toMatch(compile(pattern));
});

it.each(["(?=x)", "(?<!a)b", "(a)\\1", "(", "[a"])("returns undefined for %j", (pattern) => {
  expect(sampleOf(pattern)).toBeUndefined();
});

it("does not repeat a large maximum", () => {
  expect(sampleOf("^a{5,100000}$")?.length).toBe(5);
});

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}

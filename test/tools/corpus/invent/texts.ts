/** Texts by format, and texts that are difficult to send. */

export const BY_FORMAT: Readonly<Record<string, string>> = {
  date: "2024-02-29",
  "date-time": "2024-02-29T12:34:56Z",
  time: "12:34:56Z",
  duration: "P1DT2H",
  email: "ada@example.com",
  "idn-email": "ada@example.com",
  hostname: "api.example.com",
  "idn-hostname": "api.example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/a?b=c&d=%20e#f",
  url: "https://example.com/a?b=c",
  "uri-reference": "/a?b=c",
  iri: "https://example.com/a",
  "iri-reference": "/a",
  "uri-template": "/a/{b}",
  uuid: "7f2c1a5e-9d3b-4c6f-8a01-2b3c4d5e6f70",
  "json-pointer": "/a/b",
  "relative-json-pointer": "1/a",
  regex: "^a+$",
  byte: "c3BlY2xhdGhl",
  base64: "c3BlY2xhdGhl",
  base64url: "c3BlY2xhdGhl",
  binary: "c3BlY2xhdGhl",
  int64: "42",
  int32: "42",
  uint64: "42",
  int: "42",
  decimal: "42.5",
};

/** The characters of a text, by its place in the request. */
export type Charset =
  /** All characters of JSON strings. */
  | "any"
  /** The characters that a header can contain. */
  | "header"
  /** No delimiters of any style. */
  | "plain"
  /** The characters that need no percent-encoding; a triplet would be ambiguous. */
  | "reserved"
  /** Bytes, as base64. */
  | "base64";

const AWKWARD: Readonly<Record<Charset, readonly string[]>> = {
  any: [
    "a b&c=d/é?#%25+;,:@",
    "ünï 日本 🎈",
    'say "hi" \\ {x}[y]',
    "50% off + 1 = more",
    "../up",
    "two\r\nlines",
    "<a href='b'>&amp;</a>",
  ],
  header: ['W/"a1,b2"; q=0.5', "a b  c", "x=y&z", "100% (sure)"],
  plain: ["blue", "deepSkyBlue", "R2D2", "x1"],
  reserved: ["a/b:c@d", "x!y$z'(w)*,;", "[1]", "a b?c", "q=1&r#s+t"],
  base64: ["aGVsbG8=", "AP8B/v8=", "data:image/png;name=photo.png;base64,iVBORw0KGgo=", "+/+/"],
};

export function awkward(charset: Charset, nth: number): string {
  const texts = AWKWARD[charset];
  return texts[nth % texts.length] as string;
}

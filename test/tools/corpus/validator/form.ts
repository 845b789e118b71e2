/** Checks URL-encoded forms: each field by its Encoding Object, or by OpenAPI's default. */
import type { Encoding, Media } from "./declared.ts";
import { isObject, type Json, type JsonObject, same, show } from "./json.ts";
import { decodes, formDecode, hasText, type Pair, pairsMatch, pairsOf } from "./styles.ts";

type Report = (problem: string) => void;

export function checkForm(body: string, media: Media, value: JsonObject, report: Report): void {
  if (/[^!$&'()*+,\-./0-9:;=?@A-Za-z_~%[\]|]/.test(body))
    report("expected percent-encoding of all reserved characters in the form");
  const pairs = pairsOf(body, "&");
  // Checks exploded objects last: a member may have the name of another field.
  const names = Object.keys(value).sort((a, b) => Number(isObject(value[a])) - Number(isObject(value[b])));
  for (const name of names) {
    const member = value[name] as Json;
    if (!fieldMatches(pairs, name, member, media.encoding.get(name)))
      report(`field ${name}: expected ${show(member)}, found ${show(body)}`);
  }
  for (const { name } of pairs.filter(({ used }) => !used))
    report(`expected no field ${name}: no argument has this name`);
}

function fieldMatches(pairs: Pair[], name: string, value: Json, encoding: Encoding | undefined): boolean {
  const isStyled = encoding?.style !== undefined || encoding?.explode !== undefined;
  const style = encoding?.style ?? "form";
  const written = { style, explode: encoding?.explode ?? style === "form" };
  // Without a style, an object is sent as its content type, by default JSON.
  if (isStyled || !isObject(value)) return decodes(() => pairsMatch(pairs, name, written, value, formDecode));
  const [pair, ...more] = pairs.filter((p) => !p.used && formDecode(p.name) === name);
  if (!pair) return !hasText(value) || Object.keys(value).length === 0;
  pair.used = true;
  return more.length === 0 && decodes(() => same(JSON.parse(formDecode(pair.value)), value));
}

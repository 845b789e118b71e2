/** URL-encoded forms: each field by its Encoding Object, or by what OpenAPI says without one. */
import type { Encoding, Media } from "./declared.ts";
import { isObject, type Json, type JsonObject, same, show } from "./json.ts";
import { formDecode, hasText, type Pair, pairsOf, readable, saysInPairs } from "./styles.ts";

type Report = (problem: string) => void;

export function checkForm(body: string, media: Media, value: JsonObject, report: Report): void {
  if (/[^!$&'()*+,\-./0-9:;=?@A-Za-z_~%[\]|]/.test(body))
    report("the form has a character that is not encoded");
  const pairs = pairsOf(body, "&");
  // A field that is spread over several names last: one of them may be called like another field.
  const names = Object.keys(value).sort((a, b) => Number(isObject(value[a])) - Number(isObject(value[b])));
  for (const name of names) {
    const member = value[name] as Json;
    if (!saysField(pairs, name, member, media.encoding.get(name)))
      report(`the field ${name} does not say ${show(member)} in ${show(body)}`);
  }
  for (const { name } of pairs.filter(({ used }) => !used))
    report(`the form has a field ${name}, which no argument gave`);
}

function saysField(pairs: Pair[], name: string, value: Json, encoding: Encoding | undefined): boolean {
  const isStyled = encoding?.style !== undefined || encoding?.explode !== undefined;
  const style = encoding?.style ?? "form";
  const written = { style, explode: encoding?.explode ?? style === "form" };
  // Without a style an object travels as its content type, which is JSON if none is said.
  if (isStyled || !isObject(value))
    return readable(() => saysInPairs(pairs, name, written, value, formDecode));
  const [pair, ...more] = pairs.filter((p) => !p.used && formDecode(p.name) === name);
  if (!pair) return !hasText(value) || Object.keys(value).length === 0;
  pair.used = true;
  return more.length === 0 && readable(() => same(JSON.parse(formDecode(pair.value)), value));
}

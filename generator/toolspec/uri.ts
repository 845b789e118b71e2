/** URIs of resources, and templates for them (RFC 6570). */
import { MAX_URI_EXPRESSIONS } from "../../runtime/contract/limits.ts";

/** Why a text is neither. */
export class UriFault extends Error {}

const EXPRESSION = /\{(?<operator>[+#./;?&]?)(?<names>[^{}]*)\}/g;
const VARIABLE = /^(?<name>[A-Za-z0-9_]+)(?:\*|:[1-9]\d{0,3})?$/;

/** The names of a template's variables; none for a URI. Throws a `UriFault`. */
export function variablesOf(uri: string): string[] {
  const names: string[] = [];
  const plain = uri.replaceAll(EXPRESSION, (expression, _operator: string, list: string) => {
    for (const variable of list.split(",")) {
      const name = VARIABLE.exec(variable)?.groups?.name;
      if (name === undefined) throw new UriFault(`${expression} is no expression`);
      if (names.includes(name)) throw new UriFault(`it has {${name}} twice`);
      names.push(name);
    }
    return "x";
  });
  if (names.length > MAX_URI_EXPRESSIONS)
    throw new UriFault(`it has more than ${MAX_URI_EXPRESSIONS} variables`);
  if (/[{}]/.test(plain)) throw new UriFault("it has a brace without the other");
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:./.test(plain)) throw new UriFault("it does not start with a scheme");
  if (/[\s"<>\\^`|]/.test(plain) || !URL.canParse(plain)) throw new UriFault("it is not a valid URI");
  return names;
}

import type { Binding } from "../../runtime/contract/http-binding.ts";
import type { Template } from "../../runtime/contract/template.ts";

/** Whether the place has room for a value: what the runtime refuses is no example. */
export function isSendable(binding: Binding, value: Template): boolean {
  if (typeof value === "number") return !Number.isInteger(value) || Number.isSafeInteger(value);
  const members = typeof value === "object" && value !== null ? Object.values(value) : undefined;
  if (members && !members.every((member) => member === null || isSendable(binding, member))) return false;
  // A path segment cannot be empty, nor be one that URL parsers take for "here" or "up".
  if (binding.in === "path")
    return members
      ? members.some((member) => member !== null)
      : value !== null && value !== "" && value !== "." && value !== "..";
  if (binding.in === "header" || binding.style === "cookie")
    return typeof value !== "string" || /^[\x21-\x7e]*(?: [\x21-\x7e]+)*$/.test(value);
  return true;
}

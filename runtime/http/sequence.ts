/**
 * Reads bodies that are sequences of values, such as lines of JSON or server-sent events. Pure. The parser of events is
 * our own: `eventsource-parser` drops the id of an event without data, which the standard keeps.
 */

import type { SequenceKind } from "../contract/media-types.ts";
import { compactJson, isTooDeep } from "./body-text.ts";

/** One value of a sequence, and its JSON, which keeps numbers that JavaScript cannot represent. */
export interface Item {
  readonly value: unknown;
  readonly json: string;
}

/** Reads the values of a text. `cut`: the text ended too early, so that an incomplete value is left out. */
export function readSequence(kind: SequenceKind, text: string, cut: boolean): Item[] {
  if (kind === "events") return readEvents(text, cut);
  return kind === "lines" ? readLines(text, cut) : readRecords(text, cut);
}

/** One value a line. */
function readLines(text: string, cut: boolean): Item[] {
  const lines = text.split(/\r?\n/);
  if (cut) lines.pop();
  return lines.filter((line) => line.trim() !== "").map(itemOf);
}

/** RFC 7464: each value between a record separator and a line feed. */
function readRecords(text: string, cut: boolean): Item[] {
  const records = text.split("\u001e");
  if (cut && !records.at(-1)?.endsWith("\n")) records.pop();
  return records.filter((record) => record.trim() !== "").map((record) => itemOf(record.replace(/\n$/, "")));
}

/** The value of JSON text; other text becomes a string. */
function itemOf(text: string): Item {
  try {
    if (!isTooDeep(text)) {
      const value: unknown = JSON.parse(text);
      return { value, json: compactJson(text, value) };
    }
  } catch {
    // Not JSON.
  }
  return { value: text, json: JSON.stringify(text) };
}

/** The data of a last event that some APIs send to mark the end. */
const DONE = "[DONE]";

/**
 * Reads server-sent events as the HTML Standard does (section 9.2.6), with two exceptions: an event directly before
 * the end of the stream counts, and an end mark does not.
 */
function readEvents(text: string, cut: boolean): Item[] {
  const items: Item[] = [];
  let data: string[] = [];
  let event = "";
  let id = "";
  let last = "";
  const dispatch = (): void => {
    if (data.length > 0) {
      last = data.join("\n");
      items.push(eventItem(last, event, id));
    }
    data = [];
    event = "";
  };
  const lines = text.split(/\r\n|\n|\r/);
  // Text after the last line break is an incomplete line.
  const rest = lines.pop() ?? "";
  for (const line of !cut && rest !== "" ? [...lines, rest] : lines) {
    if (line === "") {
      dispatch();
      continue;
    }
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "data") data.push(value);
    else if (field === "event") event = value;
    else if (field === "id" && !value.includes("\0")) id = value;
    // `retry` concerns clients that reconnect. Comments and unknown fields are ignored.
  }
  if (!cut) dispatch();
  if (last.trim() === DONE) items.pop();
  return items;
}

function eventItem(text: string, event: string, id: string): Item {
  // The data of an event is text. Only objects and lists are parsed: a number could lose digits.
  const data = /^\s*[[{]/.test(text) ? itemOf(text) : { value: text, json: JSON.stringify(text) };
  const rest = { ...(event !== "" && { event }), ...(id !== "" && { id }) };
  const json = JSON.stringify(rest).slice(1);
  return {
    value: { data: data.value, ...rest },
    json: `{"data":${data.json}${json === "}" ? "" : ","}${json}`,
  };
}

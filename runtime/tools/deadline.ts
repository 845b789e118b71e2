/** Work that ends in time: when its time is up, or its caller has gone. */
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { ToolError } from "../errors.ts";
import { reasonOf } from "../http/upstream.ts";

/** What ends work, and what may take as long as it takes. */
export interface Clock {
  readonly signal: AbortSignal;
  /** Waits for a person without the time that this takes being counted. */
  hold<T>(wait: () => Promise<T>): Promise<T>;
}

/**
 * Gives work a clock that stops it after some time, and when the one around it does. Rejects at once then, also where
 * the work itself goes on; what comes of that is dropped.
 */
export async function within<T>(ms: number, outer: Clock, work: (clock: Clock) => Promise<T>): Promise<T> {
  throwIfEnded(outer.signal);
  const controller = new AbortController();
  const { signal } = controller;
  // Everything that is under way at once listens to it, and stops listening when it is done.
  setMaxListeners(0, signal);
  const cancel = (): void => controller.abort(reasonOf(outer.signal));
  outer.signal.addEventListener("abort", cancel, { once: true });

  let timer: NodeJS.Timeout | undefined;
  let [left, since, held] = [ms, 0, 0];
  const start = (): void => {
    since = performance.now();
    const late = new ToolError("timeout", `This did not finish within ${ms / 1000} s.`);
    timer = setTimeout(() => controller.abort(late), left);
  };
  const stop = (): void => {
    clearTimeout(timer);
    left = Math.max(0, left - (performance.now() - since));
  };
  const hold = async <Value>(wait: () => Promise<Value>): Promise<Value> => {
    if (held++ === 0) stop();
    try {
      return await outer.hold(wait);
    } finally {
      if (--held === 0 && !signal.aborted) start();
    }
  };

  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(reasonOf(signal)), { once: true });
  });
  start();
  try {
    return await Promise.race([work({ signal, hold }), ended]);
  } catch (error) {
    // Work that was told to stop fails in ways of its own.
    throw signal.aborted ? reasonOf(signal) : error;
  } finally {
    // Whatever still goes on must not start it again.
    held = Number.POSITIVE_INFINITY;
    clearTimeout(timer);
    outer.signal.removeEventListener("abort", cancel);
  }
}

/** Waits, unless the work is ended before. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw reasonOf(signal);
  }
}

export function throwIfEnded(signal: AbortSignal): void {
  if (signal.aborted) throw reasonOf(signal);
}

/** Time limits of work that a client may cancel. */
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { ToolError } from "../errors.ts";
import { reasonOf } from "../http/upstream.ts";

export interface Clock {
  /** Aborted when the time is up or the client cancels. */
  readonly signal: AbortSignal;
  /** Pauses the clock while waiting, for example for an answer of the user. */
  suspend<T>(wait: () => Promise<T>): Promise<T>;
}

/**
 * Runs work with a time limit: `ms`, or the rest of the outer limit if that is shorter. The promise rejects as soon as
 * the time is up, even if the work continues; the result of such work is dropped.
 */
export async function withTimeout<T>(
  ms: number,
  outer: Clock,
  work: (clock: Clock) => Promise<T>,
): Promise<T> {
  throwIfAborted(outer.signal);
  const controller = new AbortController();
  const { signal } = controller;
  // Every concurrent request listens to it, and stops listening when it is done.
  setMaxListeners(0, signal);
  const cancel = (): void => controller.abort(reasonOf(outer.signal));
  outer.signal.addEventListener("abort", cancel, { once: true });

  let timer: NodeJS.Timeout | undefined;
  let [left, since, suspended] = [ms, 0, 0];
  const start = (): void => {
    since = performance.now();
    const late = new ToolError("timeout", `This did not finish within ${ms / 1000} s.`);
    timer = setTimeout(() => controller.abort(late), left);
  };
  const stop = (): void => {
    clearTimeout(timer);
    left = Math.max(0, left - (performance.now() - since));
  };
  const suspend = async <Value>(wait: () => Promise<Value>): Promise<Value> => {
    if (suspended++ === 0) stop();
    try {
      return await outer.suspend(wait);
    } finally {
      if (--suspended === 0 && !signal.aborted) start();
    }
  };

  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(reasonOf(signal)), { once: true });
  });
  start();
  try {
    return await Promise.race([work({ signal, suspend }), ended]);
  } catch (error) {
    // Aborted work rejects with various errors; the reason of the abort is the one to report.
    throw signal.aborted ? reasonOf(signal) : error;
  } finally {
    // Work that continues after the race must not restart the timer.
    suspended = Number.POSITIVE_INFINITY;
    clearTimeout(timer);
    outer.signal.removeEventListener("abort", cancel);
  }
}

/** Waits `ms`. Rejects with the reason of the abort if the signal is aborted first. */
export async function delay(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw reasonOf(signal);
  }
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw reasonOf(signal);
}

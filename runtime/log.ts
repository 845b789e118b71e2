import { destination, type Logger, pino } from "pino";

export type { Logger };

/** Writes JSON lines to standard error: over stdio, standard output carries the protocol. */
export function createLogger(level = process.env.SPECLATHE_LOG_LEVEL ?? "info"): Logger {
  return pino({ level, base: null }, destination({ fd: 2, sync: true }));
}

import { destination, type Logger, pino } from "pino";

export type { Logger };

/** JSON lines on standard error: standard output belongs to the protocol when the server speaks stdio. */
export function createLogger(level = process.env.SPECLATHE_LOG_LEVEL ?? "info"): Logger {
  return pino({ level, base: null }, destination({ fd: 2, sync: true }));
}

/** Child processes of the benchmark: the parent's handles, and the code inside the child. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

/** A child process that answers messages, one at a time. */
export class Child {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Starts a module of this folder. The first message sets it up. */
  static start(module: string, cwd: string, nodeFlags: readonly string[] = []): Child {
    const path = fileURLToPath(new URL(module, import.meta.url));
    const execArgv = ["--import", "tsx", ...nodeFlags];
    return new Child(fork(path, { cwd, execArgv, stdio: ["ignore", "ignore", "inherit", "ipc"] }));
  }

  async ask<Answer>(message: unknown): Promise<Answer> {
    const received = new AbortController();
    const { signal } = received;
    try {
      const answer = once(this.#process, "message", { signal });
      const ended = once(this.#process, "exit", { signal }).then(([code]) => {
        throw new Error(`expected an answer of the child process, but it ended with code ${String(code)}`);
      });
      ended.catch(() => {});
      answer.catch(() => {});
      this.#process.send(message as object);
      const [value] = (await Promise.race([answer, ended])) as [Answer];
      return value;
    } finally {
      received.abort();
    }
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, "exit");
    // A process that ends by itself also writes its profile.
    this.#process.disconnect();
    await ended;
  }
}

/** A server in its own process. */
export class ServerProcess {
  readonly origin: string;
  readonly #child: Child;

  private constructor(child: Child, origin: string) {
    this.#child = child;
    this.origin = origin;
  }

  static async start(
    module: string,
    cwd: string,
    setup: unknown,
    flags?: readonly string[],
  ): Promise<ServerProcess> {
    const child = Child.start(module, cwd, flags);
    return new ServerProcess(child, await child.ask<string>(setup));
  }

  /** CPU time of the process so far, in microseconds. */
  cpu(): Promise<number> {
    return this.#child.ask<number>("cpu");
  }

  stop(): Promise<void> {
    return this.#child.stop();
  }
}

// ----------------------------------------------------------------------------------- inside the child

/** Answers the parent: the first message calls `begin`, every other one returns the CPU time in microseconds. */
export function answerParent<Setup>(begin: (setup: Setup) => Promise<unknown>): void {
  let begun = false;
  process.on("message", (message) => {
    if (begun) {
      const { user, system } = process.cpuUsage();
      process.send?.(user + system);
      return;
    }
    begun = true;
    begin(message as Setup).then(
      (answer) => process.send?.(answer),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  });
  process.on("disconnect", () => process.exit(0));
}

/** Listens on a free port of this machine, and returns the origin. */
export async function listenAnywhere(listener: RequestListener): Promise<string> {
  const server = createServer({ keepAliveTimeout: 65_000 }, listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const runtime = (file: string) => fileURLToPath(new URL(`./runtime/${file}`, import.meta.url));

// The package's own name leads to its sources, so that tests never run against a stale build.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^speclathe$/, replacement: runtime("index.ts") },
      { find: /^speclathe\/(\w+)$/, replacement: runtime("$1.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts", "generated/**/*.test.ts"],
    // Long enough for a busy machine: these times only end tests that would wait forever.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
    // By default one processor is left alone, which on a small machine is half of it.
    maxWorkers: "100%",
    // Test files share a worker and the modules it has loaded: importing them anew for each file took half of the
    // time. A test therefore leaves module state and globals as it found them.
    pool: "threads",
    isolate: false,
  },
});

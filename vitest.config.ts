import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Workspace packages are tested from their source: no build stands between a change and its test.
const conditions = ["@idle/source", "node"];

// How long a test may hang is no assertion: machines that are shared with others get four times as long.
const patience = process.env.CI ? 4 : 1;

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "packages/*/templates/**/*.test.ts", "examples/**/*.test.ts"],
    pool: "threads",
    // Many tests wait for processes and servers. vitest would leave a core idle, which on two is half of the machine.
    maxWorkers: availableParallelism() + 1,
    // Tests touch nothing global, so that files share a worker and its loaded modules: twice as fast.
    isolate: false,
    server: { deps: { inline: [/^@idle\//] } },
    testTimeout: patience * 15_000,
    hookTimeout: patience * 30_000,
    restoreMocks: true,
  },
});

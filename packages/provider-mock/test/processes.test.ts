/** Several processes with one directory: nobody's write is lost. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, expect, it } from "vitest";
import { createMockProvider } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "idle-mock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

it("processes that write at the same moment write one after the other", { timeout: 60_000 }, async () => {
  const [processes, each] = [4, 25];
  const keys = (process: number) => Array.from({ length: each }, (_, index) => `p${process}-${index}`);
  const all = Array.from({ length: processes }, (_, process) => keys(process)).flat();
  const file = join(folder, "directory.json");
  const groups = (process: number) => Array.from({ length: each }, (_, index) => `G${process}-${index}`);
  const identities = all.map((identityKey) => ({ identityKey, enabled: true, attributes: {} }));
  const first = createMockProvider({ file, identities });
  const call = { session: undefined, signal: new AbortController().signal };
  await first.createIdentity({ identityKey: "one more", attributes: {}, ...call });

  const program = join(folder, "writer.mjs");
  const source = fileURLToPath(new URL("../src/index.ts", import.meta.url));
  writeFileSync(
    join(folder, "writer.ts"),
    `import { createMockProvider } from ${JSON.stringify(source)};
     const [file, number, count] = process.argv.slice(2);
     const provider = createMockProvider({ file });
     const { signal } = new AbortController();
     for (let index = 0; index < Number(count); index += 1) {
       await provider.disableIdentity({ identityKey: \`p\${number}-\${index}\`, signal });
       const entitlement = { kind: "Group", id: \`G\${number}-\${index}\` };
       await provider.grantEntitlement({ identityKey: "one more", entitlement, signal });
     }`,
  );
  buildSync({
    entryPoints: [join(folder, "writer.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@idle/source"],
    nodePaths: [fileURLToPath(new URL("../node_modules", import.meta.url))],
  });
  const codes = await Promise.all(
    Array.from({ length: processes }, (_, number) => {
      const child = spawn(
        process.execPath,
        ["--disable-warning=ExperimentalWarning", program, file, `${number}`, `${each}`],
        {
          stdio: ["ignore", "ignore", "inherit"],
        },
      );
      return new Promise((resolve) => child.once("close", resolve));
    }),
  );
  expect(codes).toEqual(codes.map(() => 0));
  const enabled = [];
  for await (const { identityKey } of first.listIdentities({ filter: { enabled: true }, ...call })) {
    enabled.push(identityKey);
  }
  expect(enabled).toEqual([]);
  // One identity, too, is everybody's.
  const held = await first.listEntitlements({ identityKey: "one more", ...call });
  const granted = Array.from({ length: processes }, (_, process) => groups(process)).flat();
  expect(held.map(({ id }) => id).sort()).toEqual(granted.sort());
});

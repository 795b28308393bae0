import { describe, expect, it } from "vitest";
import { pageDigests } from "../../src/definition/page-digests.ts";
import { configParameterPages } from "../../src/model/parameters.ts";
import { read } from "./written.ts";

const base = {
  name: "hr",
  use: "@acme/hr",
  connectivity: { server: "a", user: "svc", password: "env:HR" },
  commonModule: { file: "a.psm1", name: "a.psm1" },
  capabilities: { partitions: true, hierarchy: true, distinguishedNameStyle: "LDAP" },
  parameters: { global: { A: "1", B: { secret: "env:B" } }, partition: { C: "1" }, runStep: { D: "1" } },
  partitions: [{ dn: "DC=a", include: ["OU=x,DC=a"], parameters: { C: "2" } }],
  runSteps: { export: { parameters: { D: "2" } } },
};

/** The pages that are not as in `base`. */
async function changedBy(change: object): Promise<readonly string[]> {
  const [before, after] = [pageDigests(await read(base)), pageDigests(await read({ ...base, ...change }))];
  return configParameterPages.filter((page) => before[page] !== after[page]);
}

describe("pageDigests", () => {
  it("has a SHA-256 for each page, each another one", async () => {
    const digests = Object.values(pageDigests(await read(base)));
    expect(digests).toHaveLength(configParameterPages.length);
    expect(new Set(digests).size).toBe(digests.length);
    for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, object, readonly string[]]>([
    ["nothing", {}, []],
    ["the server", { connectivity: { ...base.connectivity, server: "b" } }, ["Connectivity"]],
    [
      "the reference to the password",
      { connectivity: { ...base.connectivity, password: "env:OTHER" } },
      ["Connectivity"],
    ],
    ["the user and the domain", { connectivity: { server: "a", domain: "svc", password: "env:HR" } }, ["Connectivity"]],
    ["the common module", { commonModule: { file: "b.psm1", name: "a.psm1" } }, ["Connectivity"]],
    ["the package", { use: "@acme/other" }, ["Global"]],
    [
      "a global parameter",
      { parameters: { ...base.parameters, global: { A: "2", B: { secret: "env:B" } } } },
      ["Global"],
    ],
    [
      "a reference that becomes text",
      { parameters: { ...base.parameters, global: { A: "1", B: "env:B" } } },
      ["Global"],
    ],
    ["the order of parameters", { parameters: { ...base.parameters, global: { B: { secret: "env:B" }, A: "1" } } }, []],
    ["a parameter of partitions", { parameters: { ...base.parameters, partition: { C: "9" } } }, ["Partition"]],
    ["a container", { partitions: [{ dn: "DC=a", include: ["OU=y,DC=a"], parameters: { C: "2" } }] }, ["Partition"]],
    ["in and out", { partitions: [{ dn: "DC=a", exclude: ["OU=x,DC=a"], parameters: { C: "2" } }] }, ["Partition"]],
    [
      "a container that is left out",
      { partitions: [{ ...base.partitions[0], exclude: ["OU=y,OU=x,DC=a"] }] },
      ["Partition"],
    ],
    ["all partitions", { partitions: undefined }, ["Partition"]],
    ["a parameter of runs", { parameters: { ...base.parameters, runStep: { D: "9" } } }, ["RunStep"]],
    ["a parameter of another run", { runSteps: { fullExport: { parameters: { D: "2" } } } }, ["RunStep"]],
    ["what no page is about", { pageSize: 7, description: "x", limits: { errors: 1 } }, []],
  ])("changes with %s", async (_, change, pages) => {
    expect(await changedBy(change)).toEqual(pages);
  });
});

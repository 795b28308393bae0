import { describe, expect, it } from "vitest";
import type { BagOverview, ProviderOverview } from "../../src/catalogue/provider-overview.ts";
import type { SessionEntrySource } from "../../src/configuration/configuration.ts";
import { commandsWanted, entriesFor } from "../../src/session-check/commands-wanted.ts";

const entry = (index: number): SessionEntrySource => ({
  pointer: `/authSessions/${index}`,
  match: { name: `S${index}` },
  origin: { kind: "plugin", use: "x", options: {} },
});
const [first, second] = [entry(0), entry(1)];

function provider(
  routed: readonly (SessionEntrySource | null)[],
  commands: readonly string[],
  type: "Command" | "OAuth" = "Command",
): ProviderOverview {
  const routes = routed.map((each) => ({ entry: each, problem: null, purposes: ["Plan"] as const }));
  const session = { type, required: true, commands, served: [{ name: "", stepTypes: [], routes }] };
  return { alias: "A", package: null, name: null, capabilities: [], session, stepTypes: [], problems: [] };
}
const bag = (...providers: ProviderOverview[]): BagOverview => ({ providers, lacking: [] });

describe("the commands that are looked for", () => {
  it("are those of all providers that would get the session, each once", () => {
    const overview = bag(
      provider([first], ["Get-A", "Get-B"]),
      provider([second, first], ["Get-B", "Get-C"]),
      provider([second], ["Get-D"]),
      provider([null], ["Get-E"]),
      { ...provider([], []), session: null },
    );
    expect(commandsWanted(first, "Command", overview)).toEqual(["Get-A", "Get-B", "Get-C"]);
    expect(commandsWanted(second, "Command", overview)).toEqual(["Get-B", "Get-C", "Get-D"]);
  });

  it("are none where the session is of another type than the provider needs", () => {
    expect(commandsWanted(first, "OAuth", bag(provider([first], ["Get-A"])))).toEqual([]);
    expect(commandsWanted(first, null, bag(provider([first], ["Get-A"])))).toEqual([]);
  });
});

describe("the entries of a provider", () => {
  it("are those for planning and running, each once", () => {
    expect(entriesFor(provider([first, null, second, first], []))).toEqual([first, second]);
    expect(entriesFor({ ...provider([], []), session: null })).toEqual([]);
  });
});

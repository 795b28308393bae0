import { describe, expect, it } from "vitest";
import { createEntraConnectDirectorySyncProvider, idlePlugin } from "../src/index.ts";

const refused = expect.objectContaining({ code: "InvalidInput" });

describe("options", () => {
  it.each([[{ server: "x" }], [{ "": 1 }], [[]], [null], ["x"], [0]])("are refused: %j", (options) => {
    expect(() => createEntraConnectDirectorySyncProvider(options)).toThrow(refused);
    expect(() => idlePlugin.createProvider(options)).toThrow(refused);
  });

  it("can be left out or empty", () => {
    expect(createEntraConnectDirectorySyncProvider().name).toBe("Entra Connect directory sync");
    expect(createEntraConnectDirectorySyncProvider({}).session).toEqual({
      type: "Command",
      required: true,
      commands: ["Start-ADSyncSyncCycle", "Get-ADSyncScheduler"],
    });
    expect(idlePlugin.createProvider({}).getCapabilities()).toEqual([
      "IdLE.DirectorySync.Trigger",
      "IdLE.DirectorySync.Status",
    ]);
  });
});

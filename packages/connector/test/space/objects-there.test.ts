import { describe, expect, it, onTestFinished } from "vitest";
import type { SpaceObject } from "../../src/index.ts";
import { openScripted } from "../support/scripted-connector.ts";

const object = { objectType: "user", anchor: { id: "1" } };

describe("an object that a change of its own is about to add", () => {
  it("is nobody before it is on its way, and when it was refused", async () => {
    const seen: (readonly (SpaceObject["state"] | undefined)[])[] = [];
    const look = () =>
      seen.push([connector.find(object)?.state, ...[...connector.objects()].map(({ state }) => state)]);
    const { connector } = await openScripted(
      {
        scripts: {
          beginExport: () => void look(),
          exportData: ({ csEntries }) => {
            look();
            const errorCode = "ExportErrorPermissionIssue";
            return { csEntryChangeResults: csEntries.map(({ identifier }) => ({ identifier, errorCode })) };
          },
          endExport: () => void look(),
        },
      },
      onTestFinished,
    );
    const change = { action: "add" as const, objectType: "user", attributes: { id: ["1"] } };
    await expect(connector.exportOne({ change })).rejects.toMatchObject({ code: "PermissionDenied" });
    expect(seen).toEqual([[undefined], ["outcomeUnknown", "outcomeUnknown"], [undefined]]);
  });
});

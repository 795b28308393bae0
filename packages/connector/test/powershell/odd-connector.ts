/** Scripts for the stand-in: what importData does stands in the parameter Do. */
import { ConnectorException, type ConnectorScripts, type CSEntryChange, wholeEntry } from "../../src/index.ts";

let pages = 0;

export const idleConnector: ConnectorScripts = {
  schema: () => ({
    types: [
      {
        name: "user",
        attributes: [
          { name: "id", dataType: "String", isAnchor: true },
          { name: "displayName", dataType: "String" },
          { name: "number", dataType: "Integer" },
          { name: "photo", dataType: "Binary" },
        ],
      },
    ],
  }),
  beginImport: ({ globals }) => {
    globals.set("begun", true);
    return {};
  },
  async importData({ configParameters, globals, signal }) {
    pages += 1;
    if (globals.get("begun") !== true) throw new Error("Nobody has begun.");
    switch (configParameters.get("Do_Global")?.value) {
      case "server down":
        throw new ConnectorException("ServerDown", "no route to hr");
      case "print a password":
        throw new Error(`cannot log on with ${configParameters.get("Key_Global")?.secureValue?.reveal()}`);
      case "exit":
        return process.exit(3);
      case "hang":
        return await new Promise<never>(() => undefined);
      case "never stop":
        for (;;) if (signal === undefined) break;
        return [];
      case "odd values":
        return [
          wholeEntry({
            objectType: "user",
            attributes: {
              id: "1",
              displayName: 'Zoë "Ω" \u{1f600}\u0000\n',
              number: 9_007_199_254_740_993n,
              photo: new Uint8Array([0, 255, 10]),
            },
          }),
        ];
      default:
        return {
          csEntries: Array.from({ length: 3 }, (_, index): CSEntryChange => {
            const id = String(pages * 10 + index);
            return wholeEntry({ objectType: "user", attributes: { id, displayName: `User ${id}` } });
          }),
          moreToImport: pages < 2,
          customData: String(pages),
        };
    }
  },
  endImport: ({ closeImportConnectionRunStep }) => ({ customData: closeImportConnectionRunStep.reason }),
};

// The flows of Entra Connect over a far end that is no PowerShell, everywhere.
import { describe } from "vitest";
import { entraConnectFlows } from "./support/entra-connect-flows.ts";
import { useStandIn } from "./support/stand-in.ts";

describe("Entra Connect, through a stand-in", () => {
  const open = useStandIn({ isClosing: false });
  entraConnectFlows(() => open());
});

import { IdleError } from "@idle/contract";
import type { Definition } from "../definition/definition.ts";

/** Settings that this host, or this system, does not honour. Throws Unsupported: what was wanted for safety is not left out. */
export function refuseWindowsSettings(
  { connectivity, file }: Pick<Definition, "connectivity" | "file">,
  platform: NodeJS.Platform = process.platform,
): void {
  const { impersonate, loadUserProfile, logonType, signedScriptsOnly } = connectivity;
  const account = "Scripts run as the account that runs the host, and get the other one as Credential";
  const refuse = (setting: string, why: string, instead: string) => {
    throw new IdleError("Unsupported", `${file} has ${setting} under connectivity. ${why}. ${instead}`, {
      details: { file, setting },
    });
  };
  if (impersonate)
    refuse("impersonate", account, "Run the host as the account that is needed, and take impersonate out.");
  if (loadUserProfile) refuse("loadUserProfile", account, "Take loadUserProfile out.");
  if (logonType !== "None") refuse("logonType", account, "Take logonType out.");
  if (signedScriptsOnly && platform !== "win32") {
    refuse(
      "signedScriptsOnly",
      "Signatures of scripts can be checked on Windows only",
      "Run the host there, or take it out.",
    );
  }
}

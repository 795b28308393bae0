import { describeWith } from "@idle/testkit";
import { describe } from "vitest";
import { ldapsearch, samba } from "../servers/programs.ts";
import { isSambaUsable } from "../servers/samba.ts";

const usability = isSambaUsable();

/** Tests that need a domain controller; skipped with the reason where there can be none. */
export function describeSamba(title: string, tests: () => void): void {
  const isMissing = !usability.usable && /not installed/.test(usability.reason);
  if (usability.usable || isMissing) return void describeWith([samba, ldapsearch], title, tests);
  process.stderr.write(`Skipped: ${title}. ${usability.reason}\n`);
  describe.skip(`${title} (${usability.reason})`, tests);
}

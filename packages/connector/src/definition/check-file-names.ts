import type { JsonValue } from "@idle/contract";
import type { ConnectorCode } from "./definition-codes.ts";
import type { FoundProblem } from "./found-problem.ts";
import { fieldOf, textOf } from "./read-fields.ts";

const code: ConnectorCode = "NameNotUsable";

/** What Windows takes for a device, with whatever ending. A definition is to mean the same on every system. */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?: *\..*)?$/i;

/** Names that become those of files and folders: the connector's own, and the one that scripts load the common module by. */
export function fileNameProblems(data: JsonValue): readonly FoundProblem[] {
  const problems: FoundProblem[] = [];
  const name = textOf(data, "name");
  if (name !== undefined && device.test(name)) {
    const message =
      "The connector's folder is called by this name, which is that of a device on Windows. Choose another one.";
    problems.push({ code, pointer: "/name", message });
  }
  const module = textOf(fieldOf(data, "commonModule"), "name");
  if (module !== undefined && module !== "" && !isPlainFileName(module)) {
    const message =
      'The common module is put beside other files by this name: write the name of a file, such as "HrCommon.psm1", without a folder, without < > : " | ? *, and none that is a device on Windows.';
    problems.push({ code, pointer: "/commonModule/name", message });
  }
  return problems;
}

/** Of a file in the same folder, on every system. */
function isPlainFileName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are part of what this refuses.
  return name.isWellFormed() && !/^\.{1,2}$|[/\\:*?"<>|\u0000-\u001f\u007f]|^ |[. ]$/.test(name) && !device.test(name);
}

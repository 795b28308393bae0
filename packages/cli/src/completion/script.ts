import { bashScript } from "./bash-script.ts";
import { fishScript } from "./fish-script.ts";
import { powershellScript } from "./powershell-script.ts";
import type { Shell } from "./shells.ts";
import { zshScript } from "./zsh-script.ts";

const scripts: Readonly<Record<Shell, string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/** The script that teaches a shell to ask `idle __complete`. No word of a command line is ever evaluated in it. */
export function completionScript(shell: Shell): string {
  return scripts[shell];
}

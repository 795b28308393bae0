/** idle completion, and the hidden command that the scripts it prints ask. Neither reads anything but what it is asked for. */
import { Argument, type Command } from "commander";
import { shells } from "../completion/shells.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

const install = `
To install:
  bash: put into ~/.bashrc
    eval "$(idle completion bash)"
  zsh: put into ~/.zshrc, after compinit
    eval "$(idle completion zsh)"
  fish: put into ~/.config/fish/config.fish
    idle completion fish | source
  PowerShell: put into the file that $PROFILE names
    idle completion powershell | Out-String | iex
`;

export function addCompletion(program: Command, stdout: { write(text: string): unknown }): void {
  program
    .command("completion")
    .summary("print a script that completes idle in your shell")
    .description(
      "Prints a script for a shell. With it, the Tab key completes commands, options, values, step types and aliases; files where a file is wanted.",
    )
    .addArgument(new Argument("<shell>", "the shell").choices(shells))
    .addHelpText("after", () => `${install}${examples(["idle completion bash"])}${exitCodeHelp("completion")}`)
    .action(async (shell: (typeof shells)[number]) => {
      const { completionScript } = await import("../completion/script.ts");
      stdout.write(completionScript(shell));
    });
  program
    .command("__complete", { hidden: true })
    .argument("<shell>")
    .argument("[words...]")
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .action(async (shell: string, words: string[]) => {
      const { answer } = await import("../completion/answer.ts");
      stdout.write(await answer(program, shell, words, process.cwd()));
    });
}

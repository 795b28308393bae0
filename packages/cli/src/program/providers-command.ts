import type { Command } from "commander";
import type { ProvidersOptions } from "../commands/providers.ts";
import type { RunAction } from "../run-action.ts";
import { allowCommandSecrets } from "./allow-command-secrets.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

export function addProviders(program: Command, run: RunAction): void {
  program
    .command("providers")
    .summary("show the configured providers and sessions")
    .description(
      "Shows the provider bag as configured: packages, capabilities, and which session each provider would get. Contacts no system, looks up no secret and makes no session, unless --check is given: then it says in place of all that which sessions work, as whom, and which commands are missing there.",
    )
    .argument("[alias]", "one provider, in detail")
    .option("--check", "make each session, contact what is behind it, and say whether it works")
    .addOption(allowCommandSecrets())
    .option("--json", "the same as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle providers", "idle providers Identity", "idle providers --check", "idle providers --config prod/idle.config.yaml"])}${exitCodeHelp("providers")}`,
    )
    .action((alias: string | undefined, options: ProvidersOptions) =>
      run(async (context) => (await import("../commands/providers.ts")).providers(alias, options, context), {
        json: options.json === true,
      }),
    );
}

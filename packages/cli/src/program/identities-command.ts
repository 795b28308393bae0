/** The commands under idle identities. */
import type { Command } from "commander";
import type { ListIdentitiesOptions } from "../commands/list-identities.ts";
import type { ShowIdentityOptions } from "../commands/show-identity.ts";
import type { RunAction } from "../run-action.ts";
import { allowCommandSecrets } from "./allow-command-secrets.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

export function addIdentities(program: Command, run: RunAction): void {
  const identities = program
    .command("identities")
    .summary("look at the identities a provider has")
    .description(
      "Asks a provider of the configuration about its identities. Reads, with the sessions that planning uses, and never writes.",
    )
    .addHelpText(
      "after",
      () =>
        `${examples(["idle identities list --disabled", "idle identities show bjones", "idle identities find Department=Sales Title="])}${exitCodeHelp("identities")}`,
    );
  addList(identities, run);
  addShow(identities, run);
  addFind(identities, run);
}

function addList(identities: Command, run: RunAction): void {
  withListOptions(
    identities
      .command("list")
      .summary("list them")
      .description("Lists the identities of a provider that has IdLE.Identity.List, as they are read."),
  )
    .addHelpText(
      "after",
      () =>
        `${examples(["idle identities list", "idle identities list --provider HR --disabled", "idle identities list --ndjson > identities.ndjson"])}${exitCodeHelp("identities list")}`,
    )
    .action((options: ListIdentitiesOptions) =>
      run(async (context) => (await import("../commands/list-identities.ts")).listIdentities(options, context), {
        json: options.json === true,
      }),
    );
}

function addShow(identities: Command, run: RunAction): void {
  withSource(
    identities
      .command("show")
      .summary("show one, with what it holds")
      .description(
        "Shows one identity of a provider that has IdLE.Identity.Read: its state, its attributes, and its entitlements where the provider lists them.",
      )
      .argument("<key>", "whatever the system takes to find it: a login name, a GUID, a DN"),
  )
    .option("--json", "the same as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle identities show bjones", "idle identities show bjones --provider HR --json"])}${exitCodeHelp("identities show")}`,
    )
    .action((key: string, options: ShowIdentityOptions) =>
      run(async (context) => (await import("../commands/show-identity.ts")).showIdentity(key, options, context), {
        json: options.json === true,
      }),
    );
}

function addFind(identities: Command, run: RunAction): void {
  withListOptions(
    identities
      .command("find")
      .summary("list those with certain attributes")
      .description(
        "Lists the identities that have all of these attributes, as list does. Values are texts, compared as the system compares them.",
      )
      .argument("<name=value...>", "an attribute and its value; without a value: those where it is not set"),
  )
    .addHelpText(
      "after",
      () =>
        `${examples(["idle identities find Department=Sales", "idle identities find Department=Sales Manager= --enabled --json"])}${exitCodeHelp("identities find")}`,
    )
    .action((words: string[], options: ListIdentitiesOptions) =>
      run(async (context) => (await import("../commands/list-identities.ts")).findIdentities(words, options, context), {
        json: options.json === true,
      }),
    );
}

function withSource(command: Command): Command {
  return command
    .option("--provider <alias>", "the provider to ask; default: Identity, else the only one that can tell")
    .option("--session <name>", "the session to ask with, as a step's authSessionName; default: the default session")
    .addOption(allowCommandSecrets());
}

function withListOptions(command: Command): Command {
  return withSource(command)
    .option("--enabled", "only those that are enabled")
    .option("--disabled", "only those that are disabled")
    .option("--limit <number>", "stop after so many")
    .option("--json", "one JSON document on standard output")
    .option("--ndjson", "each identity as a line of JSON on standard output");
}

/** The commands under idle secrets. */
import { type Command, Option } from "commander";
import type { CreateKeyOptions } from "../commands/create-key.ts";
import type { OpenSecretsOptions } from "../commands/open-secrets.ts";
import type { RunAction } from "../run-action.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

export function addSecrets(program: Command, run: RunAction): void {
  const secrets = program
    .command("secrets")
    .summary("make keys for sealed outputs, and open them")
    .description(
      "Secrets that steps make, such as generated passwords, leave a run sealed to a public key. These commands make such a key, and open what is sealed.",
    )
    .addHelpText(
      "after",
      () =>
        `${examples(["idle secrets create-key --out keys/sealing.pem", "idle secrets open result.json --key keys/sealing.pem"])}${exitCodeHelp("secrets")}`,
    );
  addOpen(secrets, run);
  addCreateKey(secrets, run);
}

function addOpen(secrets: Command, run: RunAction): void {
  secrets
    .command("open")
    .summary("show the sealed outputs of a result")
    .description("Opens the sealed outputs of a result with the private key, and shows them. Loads no configuration.")
    .argument("<result>", "a result that idle apply --out kept; - for standard input")
    .requiredOption("--key <file>", "the private key, PEM or a JWK as JSON (required)")
    .option("--step <name>", "only those of this step, by its name or id")
    .option("--output <name>", "only the outputs of this name")
    .option("--raw", "exactly one value, with nothing around it")
    .option("--passphrase <reference>", "where the passphrase of the key is: env:NAME or file:PATH")
    .option("--json", "the values as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples([
          "idle secrets open result.json --key keys/sealing.pem",
          "idle secrets open result.json --key keys/sealing.pem --output initialPassword --raw | clip",
          "idle secrets open - --key keys/sealing.pem --passphrase env:KEY_PASSPHRASE < result.json",
        ])}${exitCodeHelp("secrets open")}`,
    )
    .action((file: string, options: OpenSecretsOptions) =>
      run(async (context) => (await import("../commands/open-secrets.ts")).openSecrets(file, options, context), {
        json: options.json === true,
      }),
    );
}

function addCreateKey(secrets: Command, run: RunAction): void {
  secrets
    .command("create-key")
    .summary("make a key pair to seal outputs to")
    .description(
      "Makes a key pair: the private key in a file that only you can read, the public key beside it. Overwrites nothing.",
    )
    .requiredOption("--out <file>", "where the private key goes; the public key goes to <file>.pub (required)")
    .addOption(new Option("--type <type>", "the kind of key").choices(["x25519", "ec", "rsa"]).default("x25519"))
    .addHelpText(
      "after",
      () =>
        `${examples(["idle secrets create-key --out keys/sealing.pem", "idle secrets create-key --out keys/sealing.pem --type rsa"])}${exitCodeHelp("secrets create-key")}`,
    )
    .action((options: CreateKeyOptions) =>
      run(async (context) => (await import("../commands/create-key.ts")).createKey(options, context), { json: false }),
    );
}

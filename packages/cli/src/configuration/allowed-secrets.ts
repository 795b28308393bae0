import { IdleError } from "@idle/contract";
import { createSecretResolver, type SecretResolver, secretSchemeOf } from "@idle/core";

/** A resolver that says, where a reference would run a program, how that is allowed. `what` is the file: "a configuration". */
export function allowedSecrets(baseFolder: string, allowCommands: boolean, what: string): SecretResolver {
  const resolver = createSecretResolver({ allowCommands, baseFolder });
  const checked = (reference: string): string => {
    if (allowCommands || secretSchemeOf(reference) !== "command") return reference;
    throw new IdleError(
      "SecretUnavailable",
      `References with command: are off, because ${what} would run programs. If you trust it, call idle with --allow-command-secrets.`,
    );
  };
  return {
    resolve: async (reference, options) => resolver.resolve(checked(reference), options),
    resolveText: async (reference, options) => resolver.resolveText(checked(reference), options),
  };
}

/** No secret shows in any error, wherever in it one could look. */
import { inspect } from "node:util";
import { Secret } from "@idle/contract";
import { expect } from "vitest";
import { methodsOf } from "../run-step/capability-methods.ts";
import type { Check } from "./check.ts";
import { argumentsFor } from "./method-arguments.ts";

/** What the suite hands in as a password. */
const password = "Contract-S3cret-Pass!word";

export const secretChecks: readonly Check[] = [
  {
    id: "secrets/errors",
    says: "no secret shows in any error",
    needs: [],
    async run({ under, capabilities, definitions, fixture, calls, secrets }) {
      const errors: { readonly name: string; readonly error: unknown }[] = [];
      const collect = async (name: string, call: () => unknown): Promise<void> => {
        for (const error of await rejections(call)) errors.push({ name, error });
      };
      const initialPassword = new Secret(password);
      for (const signal of [new AbortController().signal, AbortSignal.abort()]) {
        const methods = under(signal);
        for (const key of [fixture.unknownKey, ""]) {
          const args = { ...argumentsFor(fixture, key), ...newIdentity(key, initialPassword) };
          for (const { name } of methodsOf(capabilities, definitions)) {
            if (Object.hasOwn(args, name)) await collect(name, () => methods[name]?.(args[name]));
          }
        }
        for (const [name, call] of Object.entries(calls)) {
          // Under a signal that has not aborted, only what fails anyway: the other is for other checks.
          for (const args of [call.failing, signal.aborted ? call.args : undefined]) {
            if (args !== undefined) await collect(name, () => methods[name]?.(args));
          }
        }
      }
      const forms = [password, ...secrets].flatMap(everyForm);
      for (const { name, error } of errors) {
        const text = everythingIn(error);
        for (const form of forms) {
          const shown = text.includes(form);
          expect(shown, shown ? showsSecret(name, error, forms) : "").toBe(false);
        }
      }
    },
  },
];

/** Which error it is, without repeating the secret. */
function showsSecret(name: string, error: unknown, forms: readonly string[]): string {
  const first = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split("\n", 1)[0] ?? "";
  const hidden = forms.reduce((text, form) => text.replaceAll(form, "[REDACTED]"), first);
  return `${name} fails with an error that shows a secret, in its message, cause or details: ${hidden}`;
}

function newIdentity(identityKey: string, initialPassword: Secret): Record<string, object> {
  // A value no system takes, so that the call fails with the password at hand.
  return { createIdentity: { identityKey, attributes: { "\u0000": "\u0000" }, initialPassword } };
}

async function rejections(call: () => unknown): Promise<unknown[]> {
  try {
    await call();
    return [];
  } catch (error) {
    return [error];
  }
}

function everyForm(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  return [
    secret,
    bytes.toString("base64"),
    Buffer.from(secret, "utf16le").toString("base64"),
    encodeURIComponent(secret),
  ];
}

function everythingIn(error: unknown): string {
  const shown = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null });
  const { message = "", stack = "", cause } = error instanceof Error ? error : new Error(String(error));
  return `${shown}\n${message}\n${stack}${cause === undefined ? "" : `\n${everythingIn(cause)}`}`;
}

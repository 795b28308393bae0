/** What the far end is asked to do, as one document of the protocol. */
import { IdleError, isSecret, type Secret } from "@idle/contract";
import { writeClixml } from "../clixml/write-clixml.ts";

export interface CommandRequest {
  /** `about` and `exists` ask about the far end itself; `open` begins the remote session, with the parameters of `New-PSSession`. */
  readonly kind: "command" | "open" | "about" | "exists";
  readonly name?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly depth?: number;
}

const parameterName = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/**
 * A parameter that is a `Secret` arrives as a `SecureString`, one that is a user name and a `Secret` password as a
 * `PSCredential`. Throws InvalidInput that names the parameter, for what cannot be told PowerShell as data.
 */
export function requestDocument(request: CommandRequest): string {
  const { kind, name = "", parameters = {}, depth = 1 } = request;
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) {
    throw new IdleError("InvalidInput", `The parameters of ${name} must be an object: each under its name.`);
  }
  const plain: Record<string, unknown> = {};
  const secrets: Record<string, string> = {};
  const credentials: Record<string, { readonly UserName: string; readonly Password: string }> = {};
  const seen = new Set<string>();
  for (const [key, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    if (!parameterName.test(key)) {
      throw new IdleError("InvalidInput", `${JSON.stringify(key.slice(0, 100))} is no name of a parameter.`);
    }
    if (seen.has(key.toLowerCase())) {
      throw new IdleError(
        "InvalidInput",
        `The parameter ${key} is given twice: PowerShell knows no upper and lower case.`,
      );
    }
    seen.add(key.toLowerCase());
    if (isSecret(value)) secrets[key] = value.reveal();
    else if (isCredential(value)) credentials[key] = { UserName: value.userName, Password: value.password.reveal() };
    else plain[key] = value;
  }
  return writeClixml({
    Kind: kind,
    Name: name,
    Parameters: plain,
    Secrets: secrets,
    Credentials: credentials,
    Depth: depth,
  });
}

function isCredential(value: unknown): value is { readonly userName: string; readonly password: Secret } {
  if (typeof value !== "object" || value === null) return false;
  const { userName, password } = value as { readonly userName?: unknown; readonly password?: unknown };
  return typeof userName === "string" && isSecret(password);
}

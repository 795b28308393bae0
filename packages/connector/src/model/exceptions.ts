/** What scripts throw to say what went wrong, as the exceptions of ECMA2 do. */
const brand = Symbol.for("@idle/connector/ConnectorException");

/**
 * - `ServerDown`: the system cannot be reached. The run ends; it may be tried again.
 * - `BadServerCredentials`: it does not take the account. The run ends.
 * - `PasswordPolicyViolation`: the password does not meet the system's policy.
 * - `PasswordIllFormed`: the system takes no such password.
 * - `PasswordExtension`: any other error of the password script.
 * - `EntryPointNotImplemented`: the connector cannot do that.
 * - `ExtensibleExtension`: any other error.
 */
export const connectorExceptionKinds = [
  "ServerDown",
  "BadServerCredentials",
  "PasswordPolicyViolation",
  "PasswordIllFormed",
  "PasswordExtension",
  "EntryPointNotImplemented",
  "ExtensibleExtension",
] as const;
export type ConnectorExceptionKind = (typeof connectorExceptionKinds)[number];

/** An error of a kind that the host knows. */
export class ConnectorException extends Error {
  override readonly name = "ConnectorException";
  readonly kind: ConnectorExceptionKind;

  constructor(kind: ConnectorExceptionKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

Object.defineProperty(ConnectorException.prototype, brand, { value: true });

/** True for one of this or any other copy of this package. */
export function isConnectorException(value: unknown): value is ConnectorException {
  if (typeof value !== "object" || value === null) return false;
  try {
    const candidate = value as { [brand]?: unknown; kind?: unknown; message?: unknown };
    return (
      candidate[brand] === true &&
      typeof candidate.message === "string" &&
      (connectorExceptionKinds as readonly unknown[]).includes(candidate.kind)
    );
  } catch {
    return false;
  }
}

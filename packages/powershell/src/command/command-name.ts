import { IdleError } from "@idle/contract";

const commandName = /^(?:[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*\\)?[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z][A-Za-z0-9]*)?$/;

/** Whether a text is a command's name, such as `Get-Date` or `ADSync\Get-ADSyncScheduler`: no path, no pattern, no script. */
export function isCommandName(value: unknown): value is string {
  return typeof value === "string" && value.length <= 200 && commandName.test(value);
}

/** Throws InvalidInput for what is no command's name, and PermissionDenied for one that the session does not allow. */
export function expectCommand(name: unknown, allowed: readonly string[] | undefined): string {
  if (!isCommandName(name)) {
    throw new IdleError(
      "InvalidInput",
      "A command's name has letters, digits and one hyphen at most, with its module and a backslash before it where wanted, such as Get-ADUser or ActiveDirectory\\Get-ADUser.",
    );
  }
  if (allowed === undefined || allowed.some((each) => each.toLowerCase() === name.toLowerCase())) return name;
  throw new IdleError(
    "PermissionDenied",
    `The session does not allow ${name}. Allowed are ${allowed.join(", ") || "none"}; add it to allowedCommands if it should be.`,
    { details: { command: name } },
  );
}

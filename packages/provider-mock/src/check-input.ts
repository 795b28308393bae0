import { type Attributes, IdleError } from "@idle/contract";
import { isAttributeValue } from "./directory-content.ts";

/** Refuses with `InvalidInput` what a directory could not be read back with. Values are not repeated: they may be secret. */
export function checkInput(identityKey: string, attributes: Attributes): void {
  if (typeof identityKey !== "string" || identityKey === "") {
    throw new IdleError("InvalidInput", "An identityKey is a text that is not empty.");
  }
  const wrong = Object.keys(attributes).find((name) => !isAttributeValue(attributes[name]));
  if (wrong === undefined) return;
  throw new IdleError(
    "InvalidInput",
    `Attribute ${JSON.stringify(wrong)} must be a scalar, { base64 } or a list of those.`,
    { details: { identityKey, attribute: wrong } },
  );
}

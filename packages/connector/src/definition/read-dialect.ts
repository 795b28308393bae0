import type { JsonValue } from "@idle/contract";
import { type Dialect, dialects } from "./definition.ts";
import { textOf } from "./read-fields.ts";

/** What stands under `powerShell`. Default `metadirectory`. */
export function readDialect(powerShell: JsonValue | undefined): Dialect {
  const written = textOf(powerShell, "dialect");
  return dialects.find((each) => each === written) ?? "metadirectory";
}

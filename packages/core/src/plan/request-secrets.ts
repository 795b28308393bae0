/** What a request holds under secret names is secret wherever it turns up. */
import type { Request } from "@idle/contract";
import { collectSecretValues, type Redactor } from "../events/redact.ts";

export function learnRequestSecrets(request: Request, redactor: Redactor): void {
  for (const group of [request.identityKeys, request.intent, request.context]) {
    for (const value of collectSecretValues(redactor, group)) redactor.addValue(value);
  }
}

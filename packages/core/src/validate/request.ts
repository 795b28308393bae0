import { randomUUID as newUUID } from "node:crypto";
import {
  type Diagnostic,
  IdleError,
  type JsonObject,
  type JsonValue,
  type Request,
  type RequestInput,
} from "@idle/contract";
import { escapeText } from "../diagnostics/escape.ts";
import { copyData, type DataProblem } from "./copy-data.ts";
import { requestSchema, validateRequest } from "./generated/request.ts";
import { describeInputErrors } from "./with-errors.ts";

const normalised = new WeakSet<object>();

/**
 * A request as the engine keeps it: deep-copied, frozen, every group there. The same object when it is one already.
 * Throws `RequestInvalid` with every problem in `details.diagnostics`, each with its pointer.
 */
export function createRequest(input: RequestInput, options: { readonly randomUUID?: () => string } = {}): Request {
  if (typeof input === "object" && input !== null && normalised.has(input)) return input as Request;
  const { data, problems } = copyData(input);
  const diagnostics = [...problems.map(toDiagnostic), ...(problems.length > 0 ? [] : checkShape(data))];
  if (diagnostics.length > 0) throw invalid(diagnostics);
  const { lifecycleEvent, correlationId, actor, identityKeys, intent, context } = data as Partial<Request>;
  const request: Request = Object.freeze({
    lifecycleEvent: lifecycleEvent ?? "",
    correlationId: correlationId ?? (options.randomUUID ?? newUUID)(),
    actor: actor ?? null,
    identityKeys: identityKeys ?? emptyObject,
    intent: intent ?? emptyObject,
    context: context ?? emptyObject,
  });
  normalised.add(request);
  return request;
}

const emptyObject: JsonObject = Object.freeze({});

function checkShape(data: JsonValue): Diagnostic[] {
  if (validateRequest(data)) return [];
  return describeInputErrors(validateRequest.errors ?? [], data, requestSchema, { root: "The request" }).map(
    ({ at: _, message, ...described }) => ({
      severity: "error",
      ...described,
      message: escapeText(message),
      file: null,
      line: null,
      column: null,
    }),
  );
}

function toDiagnostic({ pointer, message }: DataProblem): Diagnostic {
  return { severity: "error", code: "NotData", message, file: null, line: null, column: null, pointer };
}

function invalid(diagnostics: readonly Diagnostic[]): IdleError {
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
  return new IdleError("RequestInvalid", `The request is not valid: ${diagnostics[0]?.message}${more}`, {
    details: { diagnostics: diagnostics.map((diagnostic) => ({ ...diagnostic })) },
  });
}

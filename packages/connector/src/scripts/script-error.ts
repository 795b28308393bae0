/** What a script threw, as an error of the host: which connector, which script, where, what, and what to do. */
import { errorCodes, IdleError, type IdleErrorCode, isIdleError, type JsonObject } from "@idle/contract";
import { escapeText, type Redactor } from "@idle/core";
import { type AnswerContext, scriptInWords } from "../answers/answer-context.ts";
import { type ConnectorExceptionKind, isConnectorException } from "../model/exceptions.ts";
import { guarded, isJsonObject } from "./guarded.ts";
import { ScriptFailure, type ScriptPlace } from "./script-failure.ts";
import { placeOfThrown } from "./thrown-place.ts";
import { thrownWithoutSecrets } from "./thrown-without-secrets.ts";

interface Meaning {
  readonly code: IdleErrorCode;
  readonly happened: string;
  readonly remedy: string;
  readonly transient?: true;
}

const own: Meaning = {
  code: "RemoteExecutionFailed",
  happened: "failed",
  remedy: "If that is not about the connected system, its author has to look there.",
};

const meanings: Readonly<Record<ConnectorExceptionKind, Meaning>> = {
  ServerDown: {
    code: "ConnectionFailed",
    happened: "cannot reach the connected system",
    remedy: "Check that it runs and can be reached from here, then run it again.",
    transient: true,
  },
  BadServerCredentials: {
    code: "PermissionDenied",
    happened: "was refused by the connected system, which does not take the account",
    remedy: "Check user and password under connectivity of the definition.",
  },
  PasswordPolicyViolation: {
    code: "InvalidInput",
    happened: "was refused: the password does not meet the policy of the connected system",
    remedy: "Choose another password.",
  },
  PasswordIllFormed: {
    code: "InvalidInput",
    happened: "was refused: the connected system takes no such password",
    remedy: "Choose another password.",
  },
  PasswordExtension: { ...own, happened: "did not set the password" },
  EntryPointNotImplemented: {
    code: "Unsupported",
    happened: "says that the connector cannot do that",
    remedy: "Turn the capability off in the definition, or ask its author.",
  },
  ExtensibleExtension: own,
};

/** Words of a script that a message keeps. */
const mostWords = 2_000;

export function scriptError(thrown: unknown, context: AnswerContext, redactor: Redactor): IdleError {
  const { connector, slot, script } = context;
  const failure = guarded(() => (thrown instanceof ScriptFailure ? thrown : undefined));
  const kind = failure === undefined ? kindOf(thrown) : failure.kind;
  const cause = thrownWithoutSecrets(thrown, redactor);
  const meaning = kind === undefined ? own : meanings[kind];
  const code = codeOf(thrown);
  const words = wordsOf(thrown, redactor, code !== undefined || kind !== undefined || failure !== undefined);
  const place = failure === undefined ? placeOfThrown(thrown) : (failure.place ?? null);
  const category = failure?.category === undefined ? "" : `${escapeText(failure.category)}`;
  const at = place === null ? "" : placeInWords(place, redactor);
  const about = [category, at].filter((each) => each !== "").join(", ");
  const where = about === "" ? "" : ` (${about})`;
  // An IdleError says itself what to do.
  const remedy = code === undefined ? ` ${meaning.remedy}` : "";
  const said = sentence(`${words.replace(/\.$/, "")}${where}`);
  const message = redactor.text(`${scriptInWords(context)} ${meaning.happened}: ${said}${remedy}`);
  const retryAfterMs = guarded(() => (isIdleError(thrown) ? thrown.retryAfterMs : undefined));
  return new IdleError(code ?? meaning.code, message, {
    details: {
      ...detailsOf(thrown, redactor),
      connector,
      slot,
      script,
      ...(kind !== undefined && { kind }),
      ...(failure !== undefined && failureDetails(failure, redactor)),
    },
    transient: meaning.transient === true || guarded(() => isIdleError(thrown) && thrown.transient) === true,
    ...(typeof retryAfterMs === "number" && { retryAfterMs }),
    ...(cause !== undefined && cause !== null && { cause }),
  });
}

function placeInWords({ file, line, column }: ScriptPlace, redactor: Redactor): string {
  return `${redactor.text(escapeText(file))}:${line}${column === undefined ? "" : `:${column}`}`;
}

function kindOf(thrown: unknown): ConnectorExceptionKind | undefined {
  return isConnectorException(thrown) ? guarded(() => thrown.kind) : undefined;
}

function failureDetails({ place, type, category }: ScriptFailure, redactor: Redactor): JsonObject {
  return {
    ...(place !== undefined && { ...place, file: redactor.text(place.file) }),
    ...(type !== undefined && type !== "" && { type }),
    ...(category !== undefined && { category }),
  };
}

/** That of an IdleError, when there is such a code; undefined otherwise. */
function codeOf(thrown: unknown): IdleErrorCode | undefined {
  return guarded(() => (isIdleError(thrown) && Object.hasOwn(errorCodes, thrown.code) ? thrown.code : undefined));
}

/** `isPlain`: the class of the error is no news. */
function wordsOf(thrown: unknown, redactor: Redactor, isPlain: boolean): string {
  if (thrown === undefined || thrown === null) return `it threw ${thrown}, which says nothing`;
  const own = isPlain ? guarded(() => Reflect.get(Object(thrown), "message")) : undefined;
  const said = typeof own === "string" ? redactor.text(own) : redactor.error(thrown).message;
  if (said.trim() === "") return "it threw an error without a message";
  const words = escapeText(said.trim());
  return words.length > mostWords ? `${words.slice(0, mostWords)}…` : words;
}

function sentence(words: string): string {
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}

function detailsOf(thrown: unknown, redactor: Redactor): JsonObject {
  const details = guarded(() => (isIdleError(thrown) ? redactor.data(thrown.details) : null));
  return isJsonObject(details) ? details : {};
}

/** What the far end's error records say, as an IdleError. Sorted by marks that no language changes, never by words. */
import { IdleError, type IdleErrorCode, type JsonObject, type JsonValue } from "@idle/contract";

/** An error record as the far end describes it; all of it is the far end's word. */
interface Description {
  readonly message: string;
  readonly exceptionType: string;
  readonly fullyQualifiedErrorId: string;
  readonly category: string;
  readonly hResult: number;
  readonly isTerminating: boolean;
  /** Types of the exceptions in it. */
  readonly inner: readonly string[];
  readonly all: JsonObject;
}

type Rule = readonly [(about: Description) => boolean, IdleErrorCode];

/**
 * Categories are those of https://learn.microsoft.com/dotnet/api/system.management.automation.errorcategory; ids of remoting
 * those that https://github.com/PowerShell/PowerShell gives in WSManTransportManager.cs and RemotingErrorIdStrings.resx.
 */
const rules: readonly Rule[] = [
  // A script that ends its host, or asks it for something, where there is none: the connection is well.
  [({ inner }) => inner.some((type) => /\.(?:PS)?NotImplementedException$/.test(type)), "Unsupported"],
  [isId(/^(?:AccessDenied|LogonFailure|AuthenticationFailed|InvalidAuthentication)\b/), "PermissionDenied"],
  [
    ({ exceptionType, fullyQualifiedErrorId }) =>
      isRemoting(exceptionType) || /StateBroken/.test(fullyQualifiedErrorId),
    "ConnectionFailed",
  ],
  [isId(/^ScriptRequiresElevation\b/), "ElevationRequired"],
  [({ hResult }) => hResult >>> 0 === 0x800702e4, "ElevationRequired"],
  [isId(/^(?:CommandNotFoundException|Modules_)/), "RemoteExecutionFailed"],
  [isType(/\.ParameterBinding\w*Exception$|\.ArgumentTransformationMetadataException$/), "InvalidInput"],
  [isType(/\.(?:UnauthorizedAccess|Security|PSSecurity)Exception$/), "PermissionDenied"],
  [isCategory("PermissionDenied", "SecurityError", "AuthenticationError"), "PermissionDenied"],
  [isCategory("ResourceExists"), "AlreadyExists"],
  [isCategory("ResourceBusy"), "Busy"],
  [isCategory("LimitsExceeded", "QuotaExceeded"), "Throttled"],
  [isCategory("OperationTimeout"), "Timeout"],
  [isCategory("ConnectionError"), "ConnectionFailed"],
  [isCategory("NotImplemented", "NotInstalled"), "Unsupported"],
  [isType(/\.(?:ADIdentityNotFound|ItemNotFound)Exception$/), "NotFound"],
];
const passing: ReadonlySet<IdleErrorCode> = new Set(["Busy", "Throttled", "ConnectionFailed", "Timeout"]);
const mostListed = 20;
const [longestMessage, longestText] = [32_768, 4_096];

/**
 * The last record counts where it ended the command, else the first. `details` has what the far end said of it:
 * exception type, id, category, target and place, and further errors.
 */
export function commandFailure(command: string, errors: readonly unknown[]): IdleError {
  const described = errors.map(describe);
  const told = described.find(({ isTerminating }) => isTerminating) ?? described[0] ?? describe(null);
  const code = rules.find(([fits]) => fits(told))?.[1] ?? "RemoteExecutionFailed";
  const others = described.filter((each) => each !== told).slice(0, mostListed);
  const further = others.length === 0 ? {} : { further: others.map(({ all }) => all) };
  return new IdleError(code, sentence(command, told), {
    details: { command, ...told.all, ...further },
    transient: passing.has(code),
  });
}

function sentence(command: string, { message, fullyQualifiedErrorId }: Description): string {
  const said = message.trim();
  const text = said === "" ? `${command} failed, and did not say why.` : `${command} failed: ${said}`;
  if (!fullyQualifiedErrorId.startsWith("CommandNotFoundException")) return text;
  return `${/[.!?]$/.test(text) ? text : `${text}.`} Install the module there that has it, or import it with the session's option modules.`;
}

function describe(error: unknown): Description {
  const given = typeof error === "object" && error !== null ? (error as Readonly<Record<string, unknown>>) : {};
  // As long as the protocol lets them be: the far end need not keep to that.
  const text = (name: string): string =>
    typeof given[name] === "string" ? given[name].slice(0, name === "message" ? longestMessage : longestText) : "";
  const hResult = typeof given.hResult === "number" ? given.hResult : 0;
  const inner = Array.isArray(given.inner) ? given.inner.slice(0, 5).map(innerOf) : [];
  const all: Record<string, JsonValue> = { message: text("message") };
  for (const name of [
    "exceptionType",
    "fullyQualifiedErrorId",
    "category",
    "activity",
    "reason",
    "target",
    "targetType",
    "position",
  ]) {
    if (text(name) !== "") all[name] = text(name);
  }
  if (hResult !== 0) all.hResult = `0x${(hResult >>> 0).toString(16).padStart(8, "0")}`;
  if (inner.length > 0) all.inner = inner;
  const isTerminating = given.isTerminating === true;
  return {
    message: text("message"),
    exceptionType: text("exceptionType"),
    fullyQualifiedErrorId: text("fullyQualifiedErrorId"),
    category: text("category"),
    hResult,
    isTerminating,
    inner: inner.map(({ exceptionType }) => String(exceptionType ?? "")),
    all: { ...all, isTerminating },
  };
}

function innerOf(given: unknown): JsonObject {
  const { message, exceptionType } = Object(given) as { readonly message?: unknown; readonly exceptionType?: unknown };
  return {
    ...(typeof exceptionType === "string" ? { exceptionType: exceptionType.slice(0, longestText) } : {}),
    message: typeof message === "string" ? message.slice(0, longestText) : "",
  };
}

function isId(pattern: RegExp): Rule[0] {
  return ({ fullyQualifiedErrorId }) => pattern.test(fullyQualifiedErrorId);
}

function isType(pattern: RegExp): Rule[0] {
  return ({ exceptionType }) => pattern.test(exceptionType);
}

function isCategory(...categories: readonly string[]): Rule[0] {
  return ({ category }) => categories.includes(category);
}

function isRemoting(exceptionType: string): boolean {
  return /\.Remoting\.PSRemoting(?:Transport|DataStructure)Exception$/.test(exceptionType);
}

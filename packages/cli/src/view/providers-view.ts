/** The provider bag for people: each provider with its package, capabilities and sessions, then what nobody can run. */
import type { JsonObject } from "@idle/contract";
import { escapeText } from "@idle/core";
import type { BagOverview, PackageAbout, ProviderOverview, ServedSession } from "../catalogue/provider-overview.ts";
import { typeOfSession } from "../catalogue/provider-overview.ts";
import type { SessionEntrySource } from "../configuration/configuration.ts";
import { capabilityGroups } from "./capability-lines.ts";
import { emptyLine, type Line, layOut, type Piece } from "./lay-out.ts";
import type { Style } from "./style.ts";
import { shortText, showValue } from "./value.ts";

export interface ProvidersAbout {
  /** How the configuration is called. */
  readonly configuration: string;
  readonly sessions: readonly SessionEntrySource[];
  /** A `match` without what is secret in it. */
  readonly redact: (match: JsonObject) => JsonObject;
  /** Whether a broker of the configuration's own decides about sessions. */
  readonly hasOwnBroker: boolean;
  /** Capabilities that no step type and no resolver uses. */
  readonly unused: ReadonlySet<string>;
}

export function providersView({ providers, lacking }: BagOverview, about: ProvidersAbout, style: Style): string {
  const lines: Line[] = [
    { indent: 0, pieces: [{ text: escapeText(about.configuration), paint: style.bold }] },
    emptyLine,
  ];
  for (const provider of providers) lines.push(...providerLines(provider, about, style), emptyLine);
  if (providers.length === 0) lines.push({ indent: 0, pieces: ["No providers: planning is offline."] }, emptyLine);
  lines.push(...sessionLines(about, style));
  if (lacking.length > 0 && providers.length > 0) {
    lines.push({ indent: 0, pieces: [{ text: "Step types that no provider here can run", paint: style.bold }] });
    for (const { type, missing } of lacking)
      lines.push({
        indent: 2,
        hang: 6,
        pieces: [escapeText(type), { text: `  needs ${missing.join(", ")}`, paint: style.dim }],
      });
    lines.push(emptyLine);
  }
  lines.pop();
  return layOut(lines, style.width);
}

/** One provider, with what it is for. */
export function providerView(provider: ProviderOverview, about: ProvidersAbout, style: Style): string {
  const { stepTypes } = provider;
  const lines = providerLines(provider, about, style);
  lines.push(...fields([["can run", stepTypes.length === 0 ? ["no step type"] : stepTypes.map(escapeText)]], style));
  return layOut(lines, style.width);
}

function providerLines(provider: ProviderOverview, about: ProvidersAbout, style: Style): Line[] {
  const { alias, name, capabilities, session, problems } = provider;
  const title: Piece[] = [{ text: escapeText(alias), paint: style.bold }];
  if (name !== null) title.push({ text: `  ${shortText(name)}`, paint: style.dim });
  const unused = capabilities.filter((id) => about.unused.has(id));
  return [
    { indent: 0, hang: 2, pieces: title },
    ...fields(
      [
        ["package", [provider.package === null ? "made in the configuration" : packageText(provider.package)]],
        ["problem", problems.map(({ message }) => escapeText(message))],
        [
          "capabilities",
          capabilities.length === 0 && problems.length === 0 ? ["none"] : capabilityGroups(capabilities),
        ],
        ["not used", unused.length === 0 ? [] : [`by any step type: ${unused.map(escapeText).join(", ")}`]],
        ["session", problems.length > 0 ? [] : sessionText(session, about)],
      ],
      style,
    ),
  ];
}

function packageText({ name, version }: PackageAbout): string {
  return escapeText(version === null ? name : `${name} ${version}`);
}

function sessionText(session: ProviderOverview["session"], { hasOwnBroker, sessions }: ProvidersAbout): string[] {
  if (session === null) return ["none needed"];
  const kind = `${session.type}, ${session.required ? "required" : "optional"}`;
  if (hasOwnBroker) return [`${kind}; AuthSessionBroker of the configuration decides`];
  if (sessions.length === 0) {
    const what = session.required ? "; none is configured: describe it under authSessions" : "; none is configured";
    return [kind + what];
  }
  return [kind, ...session.served.flatMap((each) => servedText(each, session.type))];
}

function servedText({ name, routes }: ServedSession, wanted: string): string[] {
  const asked = name === "" ? "the default session" : showValue(name);
  return routes.map(({ purposes, entry, problem }) => {
    const when = purposes.length > 1 ? "" : purposes[0] === "Plan" ? ", to plan" : ", to run";
    if (entry === null) return `${asked}${when}: none. ${escapeText(problem ?? "")}`;
    const type = typeOfSession(entry);
    const clash = type === null || type === wanted ? "" : `, which is of type ${type} and so of no use here`;
    return `${asked}${when}: ${placeOf(entry)}, ${originText(entry)}${clash}`;
  });
}

function sessionLines({ sessions, redact }: ProvidersAbout, style: Style): Line[] {
  if (sessions.length === 0) return [];
  const lines = sessions.map((entry): Line => {
    const match = entry.match === null ? "the default session" : showValue(redact(entry.match as JsonObject));
    const pieces = [placeOf(entry), `  ${match}  `, { text: originText(entry), paint: style.dim }];
    return { indent: 2, hang: 6, pieces };
  });
  return [{ indent: 0, pieces: [{ text: "Sessions", paint: style.bold }] }, ...lines, emptyLine];
}

function placeOf({ pointer }: SessionEntrySource): string {
  return pointer.replace(/^\/(\w+)\/(\d+)$/, "$1[$2]");
}

function originText({ origin, type }: SessionEntrySource): string {
  if (origin.kind === "credential") return "a user name and a password";
  const what = origin.kind === "plugin" ? escapeText(origin.use) : "made in the configuration";
  return type === undefined ? what : `${what} (${type})`;
}

/** `name  text`, further texts one below the other. */
function fields(entries: readonly (readonly [string, readonly string[]])[], style: Style): Line[] {
  const column = 14;
  return entries.flatMap(([name, texts]) =>
    texts.map((text, index): Line => {
      const label = (index === 0 ? name : "").padEnd(column);
      return { indent: 2, hang: 2 + column, pieces: [{ text: label, paint: style.dim }, text] };
    }),
  );
}

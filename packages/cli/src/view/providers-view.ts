/** The provider bag for people: each provider with its package, capabilities and sessions, then what nobody can run. */
import type { JsonObject } from "@idle/contract";
import type { BagOverview, PackageAbout, ProviderOverview, ServedSession } from "../catalogue/provider-overview.ts";
import { typeOfSession } from "../catalogue/provider-overview.ts";
import type { SessionEntrySource } from "../configuration/configuration.ts";
import { capabilityGroups } from "./capability-groups.ts";
import { factLines } from "./fact-lines.ts";
import { emptyLine, type Line, layOut, type Piece } from "./lay-out.ts";
import { factText, messageText, nameText } from "./short-text.ts";
import type { Style } from "./style.ts";

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
    { indent: 0, pieces: [{ text: nameText(about.configuration, style), paint: style.bold }] },
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
        pieces: [
          nameText(type, style),
          { text: `  needs ${messageText(missing.join(", "), style)}`, paint: style.dim },
        ],
      });
    lines.push(emptyLine);
  }
  lines.pop();
  return layOut(lines, style.width);
}

/** One provider, with what it is for. */
export function providerView(provider: ProviderOverview, about: ProvidersAbout, style: Style): string {
  const { stepTypes } = provider;
  const canRun = stepTypes.length === 0 ? ["no step type"] : stepTypes.map((type) => nameText(type, style));
  const lines = providerLines(provider, about, style, [["can run", canRun]]);
  return layOut(lines, style.width);
}

function providerLines(
  provider: ProviderOverview,
  about: ProvidersAbout,
  style: Style,
  more: readonly (readonly [string, readonly string[]])[] = [],
): Line[] {
  const { alias, name, capabilities, session, problems } = provider;
  const title: Piece[] = [{ text: nameText(alias, style), paint: style.bold }];
  if (name !== null) title.push({ text: `  ${nameText(name, style)}`, paint: style.dim });
  const unused = capabilities.filter((id) => about.unused.has(id));
  return [
    { indent: 0, hang: 2, pieces: title },
    ...factLines(
      [
        ["package", [provider.package === null ? "made in the configuration" : packageText(provider.package, style)]],
        ["problem", problems.map(({ message }) => messageText(message, style))],
        [
          "capabilities",
          capabilities.length === 0 && problems.length === 0 ? ["none"] : capabilityGroups(capabilities, style),
        ],
        ["not used", unused.length === 0 ? [] : [`by any step type: ${messageText(unused.join(", "), style)}`]],
        ["session", problems.length > 0 ? [] : sessionText(session, about, style)],
        ...more,
      ],
      style,
    ),
  ];
}

function packageText({ name, version }: PackageAbout, style: Style): string {
  return nameText(version === null ? name : `${name} ${version}`, style);
}

function sessionText(
  session: ProviderOverview["session"],
  { hasOwnBroker, sessions }: ProvidersAbout,
  style: Style,
): string[] {
  if (session === null) return ["none needed"];
  const kind = `${session.type}, ${session.required ? "required" : "optional"}`;
  if (hasOwnBroker) return [`${kind}; AuthSessionBroker of the configuration decides`];
  if (sessions.length === 0) {
    const what = session.required ? "; none is configured: describe it under authSessions" : "; none is configured";
    return [kind + what];
  }
  return [kind, ...session.served.flatMap((each) => servedText(each, session.type, style))];
}

function servedText({ name, routes }: ServedSession, wanted: string, style: Style): string[] {
  const asked = name === "" ? "the default session" : factText(name, style);
  return routes.map(({ purposes, entry, problem }) => {
    const when = purposes.length > 1 ? "" : purposes[0] === "Plan" ? ", to plan" : ", to run";
    if (entry === null) return `${asked}${when}: none. ${messageText(problem ?? "", style)}`;
    const type = typeOfSession(entry);
    const clash = type === null || type === wanted ? "" : `, which is of type ${type} and so of no use here`;
    return `${asked}${when}: ${placeOf(entry)}, ${originText(entry, style)}${clash}`;
  });
}

function sessionLines({ sessions, redact }: ProvidersAbout, style: Style): Line[] {
  if (sessions.length === 0) return [];
  const lines = sessions.map((entry): Line => {
    const match = entry.match === null ? "the default session" : factText(redact(entry.match as JsonObject), style);
    const pieces = [placeOf(entry), `  ${match}  `, { text: originText(entry, style), paint: style.dim }];
    return { indent: 2, hang: 6, pieces };
  });
  return [{ indent: 0, pieces: [{ text: "Sessions", paint: style.bold }] }, ...lines, emptyLine];
}

function placeOf({ pointer }: SessionEntrySource): string {
  return pointer.replace(/^\/(\w+)\/(\d+)$/, "$1[$2]");
}

function originText({ origin, type }: SessionEntrySource, style: Style): string {
  if (origin.kind === "credential") return "a user name and a password";
  const what = origin.kind === "plugin" ? nameText(origin.use, style) : "made in the configuration";
  return type === undefined ? what : `${what} (${type})`;
}

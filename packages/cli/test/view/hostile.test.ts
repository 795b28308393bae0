/** Every view with names that somebody chose to break it. */
import { type Diagnostic, defineStep, type Identity, type Plan, type PolicyVerdict, type Result } from "@idle/contract";
import { displayWidth } from "@idle/core";
import { describe, expect, it } from "vitest";
import type { BagOverview } from "../../src/catalogue/provider-overview.ts";
import type { SessionEntrySource } from "../../src/configuration/configuration.ts";
import { createSources } from "../../src/input/sources.ts";
import type { SessionCheck } from "../../src/session-check/check-sessions.ts";
import { createIdentityTable } from "../../src/view/identity-table.ts";
import { identityView, type ShownIdentity } from "../../src/view/identity-view.ts";
import { planView } from "../../src/view/plan-view.ts";
import { diagnosticsView, problemView } from "../../src/view/problem-view.ts";
import { providersView, providerView } from "../../src/view/providers-view.ts";
import { resultView } from "../../src/view/result-view.ts";
import { sessionCheckView } from "../../src/view/session-check-view.ts";
import { stepsView, stepView } from "../../src/view/steps-view.ts";
import { createStyle, type Style } from "../../src/view/style.ts";
import { hostileConnectorViews } from "../fixtures/hostile-connector.ts";
import { failedResult, plan, step, update } from "../fixtures/records.ts";

const names = {
  "10,000 letters": "x".repeat(10_000),
  "10,000 letters in words": "ab ".repeat(3_333),
  "10,000 wide characters": "部".repeat(10_000),
  "wide characters": "部署マネージャー",
  "emoji of many parts": "👩‍👩‍👧‍👦🇩🇪👍🏽".repeat(30),
  "combining marks": "e\u0301".repeat(200),
  "escape sequences": "\u001b[2J\u001b]0;x\u0007\u009b31m",
  "right to left": "a\u202eb\u2066c\u2069",
  "line breaks": "a\nb\r\nc\u2028d",
  "half a character": "\ud83d",
  "a key of a prototype": "__proto__",
} as const;
type Hostile = keyof typeof names;

function hostilePlan(name: string): Plan {
  const target = { provider: name, identityKey: name };
  const made = plan(
    [
      step(name, {
        stepType: name,
        provider: name,
        authSessionName: name,
        authSessionOptions: JSON.parse(JSON.stringify({ [name]: name })),
        warnings: [name],
        precondition: { equals: { path: name, value: name } },
        inputs: { initialPassword: { secret: name } },
        changes: [
          update(name, name, `${name}z`),
          { action: "create", target, path: "identity", after: { enabled: false, attributes: { [name]: name } } },
          { action: "add", target: { provider: "P", identityKey: name }, path: `entitlements.${name}`, after: name },
        ],
      }),
      step("B", {
        status: "NotApplicable",
        inputs: null,
        condition: { type: "when", expression: JSON.stringify({ equals: { path: name, value: name } }) },
      }),
    ],
    { warnings: [name], workflow: { name, sha256: "" } },
  );
  const input = { identityKeys: { [name]: name }, intent: {}, context: {} };
  const metadata = { ...made.metadata, policy: hostileVerdicts(name) };
  return { ...made, request: { type: name, actor: name, correlationId: name, input }, metadata };
}

function hostileVerdicts(name: string): readonly PolicyVerdict[] {
  const verdict = { rule: name, message: name, steps: [name] };
  return [
    { ...verdict, outcome: "allowed", remedy: null },
    { ...verdict, outcome: "refused", remedy: name },
  ];
}

function hostileResult(name: string): Result {
  const error = { code: name, message: name, cause: { name, message: `${name}q` } };
  const outputs = {
    [name]: name,
    [`${name}2`]: true,
    attributes: [{ name, changed: true, before: name, after: null }],
  };
  return {
    ...failedResult,
    runId: name,
    actor: name,
    correlationId: name,
    notReached: [name],
    policy: hostileVerdicts(name),
    sinkError: error,
    steps: failedResult.steps
      .slice(4)
      .map((each) => ({ ...each, name, error, outputs, sealedOutputs: { [name]: "x" } })),
  };
}

const hostileStep = (name: string) => ({
  ...defineStep({
    type: "Acme.Step.PrintBadge",
    description: `${name} ${name}.`,
    with: { type: "object", additionalProperties: false, properties: { a: { type: "string" } } },
    execute: () => ({ changed: false }),
  }),
  with: { type: "object", properties: { [name]: { enum: [name], description: name } }, required: [name] } as never,
  defaultProvider: name,
  defaultAuthSessionName: name,
  requiredCapabilities: [`Acme.${name}`],
  example: { a: 1 },
});

function hostileBag(name: string): BagOverview {
  const problem: Diagnostic = {
    severity: "error",
    code: "PluginFailed",
    message: name,
    file: name,
    line: 1,
    column: 1,
  };
  const entry = {
    pointer: "/authSessions/0",
    match: { name },
    origin: { kind: "credential", userName: name, password: name },
  } as const;
  const served = {
    name,
    stepTypes: [name],
    routes: [
      { entry, problem: null, purposes: ["Plan"] },
      { entry: null, problem: name, purposes: ["Execute"] },
    ],
  } as const;
  const provider = {
    alias: name,
    package: { name, version: name },
    name,
    capabilities: [`Acme.${name}`],
    session: { type: "Command", required: true, commands: [name], served: [served] },
    stepTypes: [name],
    problems: [],
  } as const;
  return { providers: [provider, { ...provider, problems: [problem] }], lacking: [{ type: name, missing: [name] }] };
}

function hostileChecks(name: string): ReadonlyMap<SessionEntrySource, SessionCheck> {
  const origin = { kind: "plugin", use: name, options: {} } as const;
  const commands = [{ name, isAvailable: false }];
  const nothing = { account: name, target: name, commands: [], error: null } as const;
  return new Map<SessionEntrySource, SessionCheck>([
    [
      { pointer: "/authSessions/0", match: { name }, origin },
      { ...nothing, state: "Works" },
    ],
    [
      { pointer: "/authSessions/1", match: { [name]: name }, origin },
      { ...nothing, state: "LacksCommands", commands },
    ],
    [
      { pointer: "/authSessions/2", match: null, origin },
      { ...nothing, state: "Failed", error: { code: name, message: name } },
    ],
    [
      { pointer: "/authSessions/3", match: null, origin },
      { ...nothing, state: "NotContacted" },
    ],
  ]);
}

function hostileIdentity(name: string): ShownIdentity {
  const attributes = JSON.parse(JSON.stringify({ [name]: [name, name], DisplayName: name }));
  const assignment = { kind: name, id: name, displayName: name, removable: false };
  const identity = { identityKey: name, enabled: false, container: name, attributes };
  return { provider: name, identity, entitlements: [assignment] };
}

function connectorViews(name: string, style: Style): Record<string, string> {
  const views = hostileConnectorViews(name, style);
  return Object.fromEntries(Object.entries(views).map(([view, text]) => [`connector ${view}`, text]));
}

function tableOf(identities: readonly Identity[], style: Style): string {
  const { head, row } = createIdentityTable(identities.slice(0, 1), style);
  return head + identities.map(row).join("");
}

function views(name: string, style: Style): Record<string, string> {
  const sources = createSources();
  sources.remember(name, `a: ${name}\n`);
  const diagnostic: Diagnostic = { severity: "error", code: name, message: name, file: name, line: 1, column: 3 };
  const step = hostileStep(name);
  const bag = hostileBag(name);
  const about = {
    configuration: name,
    sessions: [{ pointer: "/authSessions/0", match: { name }, origin: { kind: "plugin", use: name, options: {} } }],
    redact: (match: object) => match as never,
    hasOwnBroker: false,
    unused: new Set([`Acme.${name}`]),
  } as const;
  return {
    plan: planView(hostilePlan(name), style, { savedAt: null }),
    result: resultView(hostileResult(name), style, { file: name, isInterrupted: false }),
    diagnostics: diagnosticsView([diagnostic], style, sources),
    problem: problemView({ code: name, message: name }, style, sources),
    steps: stepsView([{ name, isBuiltIn: false, steps: [step], capabilities: [] }], style),
    step: stepView(step, name, style),
    providers: providersView(bag, about, style),
    sessions: sessionCheckView(hostileChecks(name), about.redact, style),
    identity: identityView(hostileIdentity(name), style),
    identities: tableOf([hostileIdentity(name).identity, hostileIdentity("z").identity], style),
    "identities below an ordinary one": tableOf([hostileIdentity("z").identity, hostileIdentity(name).identity], style),
    ...connectorViews(name, style),
    provider: bag.providers[0] === undefined ? "" : providerView(bag.providers[0], about, style),
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
const acted = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

describe.each(Object.keys(names) as Hostile[])("a name of %s", (what) => {
  it.each([60, 80, 200])("fits a terminal of %i columns and does not flood it", (width) => {
    for (const [view, text] of Object.entries(views(names[what], createStyle({ colour: false, width })))) {
      const lines = text.split("\n");
      const widest = Math.max(...lines.map(displayWidth));
      expect({ view, isWide: widest > width, isFlood: lines.length > 400 }).toEqual({
        view,
        isWide: false,
        isFlood: false,
      });
      expect(acted.test(text), view).toBe(false);
      expect(text.isWellFormed(), view).toBe(true);
    }
  });

  it("is whole in a pipe, on lines that tools can tell apart", () => {
    const plain = /^[a-z部]/.test(names[what]) && !acted.test(names[what]);
    for (const [view, text] of Object.entries(views(names[what], createStyle({ colour: false, width: null })))) {
      expect(acted.test(text), view).toBe(false);
      if (plain) expect(text.includes(names[what].trimEnd()), view).toBe(true);
    }
  });
});

/** Guard rails of the configuration: shown in plans, enforced when they are applied, and counted over processes. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan, Result } from "@idle/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, hasTerminals, request, type Workspace } from "./workspace.ts";

const leaver = `name: Leaver
lifecycleEvent: Leaver
steps:
  - name: Disable
    type: IdLE.Step.DisableIdentity
    with: { provider: Identity, identityKey: "{{Request.IdentityKeys.login}}" }
`;
const configuration = (policy: string, more = "") => `providers:
  Identity: { use: "@idle/provider-mock", options: { file: directory.json } }
stateFolder: state
${more}policy:
${policy.replace(/^/gm, "  ")}
`;
const people = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}`);

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
  work.write("leaver.yaml", leaver);
});
afterEach(() => work.remove());

function populate(keys: readonly string[]) {
  const identities = keys.map((identityKey) => ({ identityKey, enabled: true, attributes: {}, entitlements: [] }));
  work.write("directory.json", { identities });
  for (const login of keys) {
    const { actor } = request;
    work.write(`${login}.json`, { lifecycleEvent: "Leaver", actor, correlationId: login, identityKeys: { login } });
  }
}
const enabled = () =>
  (work.json("directory.json") as { identities: { identityKey: string; enabled: boolean }[] }).identities
    .filter((each) => each.enabled)
    .map(({ identityKey }) => identityKey);
const plan = (login: string, ...more: string[]) =>
  work.idle(["plan", "-w", "leaver.yaml", "-r", `${login}.json`, "-o", `${login}.plan.json`, ...more]);
const apply = (login: string, ...more: string[]) => work.idle(["apply", `${login}.plan.json`, "--yes", ...more]);

describe("a protected account", () => {
  beforeEach(() => {
    work.write("idle.config.yaml", configuration('protected: { identities: ["svc-*"] }'));
    populate(["svc-mail"]);
  });
  const refusal = `  refused  protected.identities[0]  Identities like "svc-*" are protected: this plan would disable "svc-mail" (step-01 "Disable").
           Take these steps out of the plan, or take the protection back in the policy.
`;

  it("is shown in the plan, now and later, and tells scripts that ask", () => {
    const { code, stdout } = plan("svc-mail");
    expect(code).toBe(0);
    expect(stdout).toContain(`The policy, as this was planned:\n${refusal}`);
    expect(stdout).toMatch(/The policy refuses this plan: 1 rule\.\n$/);
    expect(work.idle(["show", "svc-mail.plan.json"]).stdout).toContain(refusal);
    expect(plan("svc-mail", "--detailed-exitcode").code).toBe(3);
    expect((work.json("svc-mail.plan.json") as Plan).metadata.policy).toMatchObject([{ outcome: "refused" }]);
  });

  it("cannot be disabled: not by a saved plan, not by one that says otherwise, not by another workflow", () => {
    plan("svc-mail");
    const { code, stderr } = apply("svc-mail");
    expect(code).toBe(3);
    expect(stderr).toBe(`error PolicyRefused: The policy refuses this plan. Nothing was changed.\n${refusal}`);
    const forged = work.json("svc-mail.plan.json") as { metadata: { policy: unknown } };
    forged.metadata.policy = [];
    work.write("svc-mail.plan.json", forged);
    expect(apply("svc-mail").code).toBe(3);
    work.write("leaver.yaml", leaver.replaceAll("Disable\n", "Nothing to see\n"));
    const { stdout, code: direct } = work.idle([
      "apply",
      "-w",
      "leaver.yaml",
      "-r",
      "svc-mail.json",
      "--yes",
      "--json",
    ]);
    expect(direct).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: "PolicyRefused",
        details: { verdicts: [{ rule: "protected.identities[0]", steps: ["step-01"] }] },
      },
    });
    expect(enabled()).toEqual(["svc-mail"]);
  });

  it.runIf(hasTerminals)("is asked about in other words", async () => {
    plan("svc-mail");
    const { stdout, code } = await work.terminal("idle apply svc-mail.plan.json", "y\n");
    expect(stdout).toContain("Run this plan if the policy allows it by now? [y/N]");
    expect(code).toBe(3);
  });
});

describe("a limit over time", () => {
  it("holds for one run after another; the rules and what they said are in the result", () => {
    work.write("idle.config.yaml", configuration("limits: [{ action: disable, max: 2, per: 24h }]"));
    populate(people(3));
    for (const login of people(3)) expect(plan(login).code).toBe(0);
    expect(apply("user-0", "--out", "result.json").code).toBe(0);
    expect((work.json("result.json") as Result).policy).toMatchObject([
      { rule: "limits[0]", outcome: "allowed", message: "disable: 0 of 2 in 24h used, this plan adds 1." },
    ]);
    expect(work.idle(["show", "result.json"]).stdout).toContain("The policy, before the run:\n  kept     limits[0]");
    expect(apply("user-1").code).toBe(0);
    // Whatever becomes of workflow and plan: what counts is what is done.
    rmSync(join(work.folder, "leaver.yaml"));
    const { code, stderr } = apply("user-2");
    expect(code).toBe(3);
    expect(stderr).toMatch(/disable: 2 of 2 in 24h used, this plan adds 1, 1 too many.*\n +Enough will be free at 20/);
    expect(enabled()).toEqual(["user-2"]);
    // A second time the same plan has nothing to do, and needs nothing of the limit.
    expect(apply("user-0").code).toBe(0);
  });

  it("holds for processes at once: as many as allowed get through, whichever", { timeout: 120_000 }, async () => {
    work.write("idle.config.yaml", configuration("limits: [{ action: disable, max: 9, per: 24h }]"));
    populate(people(12));
    for (const login of people(12)) expect(plan(login).code).toBe(0);
    const all = people(12).map((login) => work.start("apply", `${login}.plan.json`, "--yes").outcome);
    const codes = (await Promise.all(all)).map(({ code }) => code);
    expect(codes.filter((code) => code === 0)).toHaveLength(9);
    expect(codes.filter((code) => code === 3)).toHaveLength(3);
    expect(enabled()).toHaveLength(3);
  });

  it("takes what it cannot read for no permission", () => {
    work.write("idle.config.yaml", configuration("limits: [{ action: disable, max: 9, per: 24h }]"));
    populate(people(1));
    plan("user-0");
    mkdirSync(join(work.folder, "state"), { mode: 0o700 });
    for (const content of ["", "garbage", `SQLite format 3\u0000${"x".repeat(5000)}`]) {
      writeFileSync(join(work.folder, "state", "policy.sqlite"), content, { mode: 0o600 });
      const { code, stderr } = apply("user-0");
      expect(code).toBe(1);
      expect(stderr).toContain("error FileUnreadable: What the policy has counted cannot be used:");
    }
    expect(enabled()).toEqual(["user-0"]);
  });

  it("is not lifted when a run is killed", { timeout: 60_000 }, async () => {
    work.write(
      "idle.config.yaml",
      configuration("limits: [{ action: disable, max: 1, per: 24h }]").replace(
        "file: directory.json",
        "file: directory.json, latencyMs: 400",
      ),
    );
    populate(people(2));
    for (const login of people(2)) plan(login);
    const child = work.start("apply", "user-0.plan.json", "--yes", "--events");
    await new Promise<void>((resolve) => {
      child.stdout?.on("data", (text: string) => {
        if (text.includes("StepStarted")) resolve();
      });
    });
    child.kill("SIGKILL");
    await child.outcome;
    expect(apply("user-1").code).toBe(3);
    expect(enabled()).toContain("user-1");
    // The same plan goes on where it was.
    expect(apply("user-0").code).toBe(0);
    expect(enabled()).toEqual(["user-1"]);
  });
});

describe("a policy of one's own", () => {
  it("stands in a configuration that is code", () => {
    populate(people(1));
    work.write(
      "mine.mjs",
      `const verdicts = ({ actor }) => [{ rule: "mine", outcome: actor === "hr-feed" ? "refused" : "allowed", message: "Not for a feed.", remedy: "Ask somebody.", steps: [] }];
export default {
  providers: { Identity: { use: "@idle/provider-mock", options: { file: "directory.json" } } },
  policy: {
    review: async (subject) => verdicts(subject),
    admit: async (subject) => ({ isAdmitted: subject.actor !== "hr-feed", verdicts: verdicts(subject), settle: async () => {} }),
  },
};`,
    );
    const { code, stderr } = work.idle([
      "apply",
      "-w",
      "leaver.yaml",
      "-r",
      "user-0.json",
      "--yes",
      "--config",
      "mine.mjs",
    ]);
    expect(code).toBe(3);
    expect(stderr).toContain("refused  mine  Not for a feed.\n           Ask somebody.\n");
  });
});

describe("a policy of one's own that is none", () => {
  it.each([
    ["Promise.resolve(policy)", "The policy is a promise: write await before it."],
    ["{ review: policy.review }", "The policy is neither a policy"],
    ["Object.create({ protected: { identities: ['*'] } })", "The policy is neither a policy"],
    ["new Map()", "The policy is neither a policy"],
    ["undefined", "The policy is neither a policy"],
    ["{ protected: { get identities() { return ['*']; } } }", "The policy is neither a policy"],
  ])("guards nothing, and is refused: %s", (value, message) => {
    populate(people(1));
    work.write(
      "mine.mjs",
      `const policy = { review: async () => [], admit: async () => ({ isAdmitted: true, verdicts: [], settle: async () => {} }) };
export default {
  providers: { Identity: { use: "@idle/provider-mock", options: { file: "directory.json" } } },
  policy: ${value},
};`,
    );
    const { code, stderr } = work.idle([
      "apply",
      "-w",
      "leaver.yaml",
      "-r",
      "user-0.json",
      "--yes",
      "--config",
      "mine.mjs",
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(enabled()).toEqual(["user-0"]);
  });
});

describe("a policy that is wrong", () => {
  it("is told with its lines, before anything is planned", () => {
    work.write(
      "idle.config.yaml",
      configuration(`limits:
  - { action: disable, max: 1, per: 5m }
freeze:
  - { name: Xmas, timeZone: Europe/Berlinn, from: "2026-12-24T18:00", to: "2027-01-02T06:00" }`),
    );
    populate(people(1));
    const { code, stderr } = plan("user-0");
    expect(code).toBe(1);
    expect(stderr).toMatch(/idle\.config\.yaml:6:\d+ error ValueNotAllowed per must be plan, or a rolling window/);
    expect(stderr).toMatch(/idle\.config\.yaml:8:\d+ error ValueNotAllowed The time zone must be a name of the IANA/);
  });
});

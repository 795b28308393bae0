import { describe, expect, it } from "vitest";
import { codesOf, diagnosticsOf, head, placesOf } from "./written.ts";

const inClear = "stands here in clear. Write where it comes from in its place";

describe("secrets in a definition", () => {
  it.each<[string, string]>([
    [
      "connectivity: { password: hunter2 }",
      `3:27 SecretInClear password ${inClear}: "env:NAME" for an environment variable`,
    ],
    ["connectivity: { password: 271828 }", `3:27 SecretInClear password ${inClear}`],
    [
      "connectivity: { password: vault:hunter2 }",
      "3:27 SecretReferenceInvalid What stands before the colon is no scheme",
    ],
    [
      "connectivity: { password: ENV:hunter2 }",
      "3:27 SecretReferenceInvalid What stands before the colon is no scheme",
    ],
    [
      "connectivity: { password: 'env:hunter 2' }",
      "3:27 SecretReferenceInvalid This reference is malformed. Write env:NAME",
    ],
    [
      "connectivity: { user: 'env:hunter 2' }",
      "3:23 SecretReferenceInvalid This reference is malformed. Write env:NAME",
    ],
    ["parameters: { global: { Password: hunter2 } }", `3:35 SecretInClear Password ${inClear}: { secret: "env:NAME" }`],
    ["parameters: { global: { pwd: 271828 } }", `3:30 SecretInClear pwd ${inClear}`],
    ["parameters: { partition: { Api Key: hunter2 } }", `3:37 SecretInClear Api Key ${inClear}`],
    ["parameters: { runStep: { client_secret: hunter2 } }", `3:41 SecretInClear client_secret ${inClear}`],
    ["runSteps: { export: { parameters: { Token: hunter2 } } }", `3:44 SecretInClear Token ${inClear}`],
    [
      "parameters: { global: { Token: 'env:HUNTER2' } }",
      '3:32 SecretReferenceInvalid Token would be this very text. Write it as a secret: { secret: "env:NAME" }',
    ],
    ["parameters: { global: { Key: { secret: hunter2 } } }", `3:40 SecretInClear Key ${inClear}`],
    [
      "parameters: { global: { Key: { secret: 'command:hunter2' } } }",
      "3:40 SecretReferenceInvalid This reference is malformed. Write command:",
    ],
    [
      "parameters: { global: { Key: { secret: 'file: hunter2' } } }",
      "3:40 SecretReferenceInvalid This reference is malformed. Write file:path",
    ],
  ])("%s", async (line, expected) => {
    const text = `${head}${line}\n`;
    expect(await placesOf(text)).toEqual([expect.stringContaining(expected)]);
    expect(JSON.stringify(await diagnosticsOf(text))).not.toMatch(/hunter|271828/);
  });

  it("are looked for in the parameters of partitions, too", async () => {
    const partition =
      "capabilities: { partitions: true, distinguishedNameStyle: LDAP }\npartitions: [{ dn: DC=a, parameters: { Secret: hunter2 } }]\n";
    expect(await codesOf(`${head}${partition}`)).toEqual(["SecretInClear /partitions/0/parameters/Secret"]);
  });

  it.each([
    "connectivity: { password: '' }",
    "connectivity: { password: env:HR, user: file:/a }",
    'connectivity: { password: \'command:["vault","read"]\' }',
    "connectivity: { user: 'EXAMPLE:svc' }",
    "parameters: { global: { Token: { secret: env:A } } }",
    "parameters: { global: { Token: '', Secret: true } }",
    "parameters: { global: { TokenLifetime: 60, Url: file:/a } }",
  ])("are not where %s", async (line) => {
    expect(await placesOf(`${head}${line}\n`)).toEqual([]);
  });
});

describe("settings for Windows", () => {
  it.each([
    ["impersonate: true", "3:30"],
    ["loadUserProfile: true", "3:34"],
    ["logonType: Batch", "3:28"],
    ["signedScriptsOnly: true", "3:36"],
  ])("%s is refused for a connector in TypeScript, with what does the same", async (setting, place) => {
    const [name = ""] = setting.split(":");
    expect(await placesOf(`${head}connectivity: { ${setting} }\n`)).toEqual([
      expect.stringMatching(
        new RegExp(`^${place} SettingUnsupported ${name} is for PowerShell .* Take ${name} out\\.$`),
      ),
    ]);
    const written = Object.fromEntries([setting.split(": ")].map(([key, value]) => [key, value === "true" || value]));
    expect(await codesOf({ name: "hr", connectivity: written })).toEqual([`SettingUnsupported /connectivity/${name}`]);
  });

  it("are for PowerShell scripts", async () => {
    const scripts =
      "name: hr\nscripts: { schema: a.ps1, password: b.ps1 }\ncapabilities: { enableImport: false, enablePasswordOperations: true }\n";
    const settings =
      "connectivity: { impersonate: true, loadUserProfile: true, logonType: Network, signedScriptsOnly: true }\n";
    expect(await placesOf(`${scripts}${settings}`)).toEqual([]);
  });

  it("are told once where the word is wrong anyway", async () => {
    expect(await codesOf(`${head}connectivity: { logonType: batch }\n`)).toEqual([
      "ValueNotAllowed /connectivity/logonType",
    ]);
  });
});

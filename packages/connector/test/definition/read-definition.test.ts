import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { isIdleError, Secret } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { readDefinition } from "../../src/definition/read-definition.ts";
import { codesOf, diagnosticsOf, head, placesOf, read, write } from "./written.ts";

const everything = `
$schema: ../schemas/connector.schema.json
name: hr.2
description: Staff of the payroll system
use: "@acme/hr-connector"
connectivity:
  server: hr.example.org
  domain: EXAMPLE
  user: env:HR_USER
  password: file:/run/secrets/hr
  impersonate: false
  loadUserProfile: false
  logonType: None
  signedScriptsOnly: false
commonModule: { file: ../shared/Common.psm1, name: HrCommon.psm1 }
parameters:
  global:
    File Name: people.csv
    Rows: 250
    Header: true
    Empty: ""
    Client Secret: { secret: "env:HR_SECRET" }
  partition: { Base: DC=example }
  runStep: { Depth: 1 }
capabilities:
  distinguishedNameStyle: LDAP
  exportType: MultivaluedReferenceAttributeUpdate
  dataNormalization: [RemoveAccents, Uppercase]
  objectConfirmation: NoDeleteConfirmation
  useDnAsAnchor: true
  concurrentOperations: true
  partitions: true
  hierarchy: true
  enableImport: true
  enableDeltaImport: true
  enableExport: true
  enableFullExport: true
  noReferenceValuesInFirstExportPass: true
  enableObjectRename: true
  deleteAddAsReplace: true
  enablePasswordOperations: true
  enableExportPasswordInFirstPass: true
partitions:
  - dn: DC=example
    include: ["OU=Staff,DC=example", "ou=guests, dc=example"]
    exclude: ["OU=Left,OU=Staff,DC=example"]
    parameters: { Base: OU=Staff, Extra: yes please }
  - dn: DC=other
runSteps:
  deltaImport: { parameters: { Depth: 2 } }
pageSize: 250
limits: { deletions: "2.5%", obsolete: 10 %, errors: 0, scriptSeconds: 60 }
folder: ../spaces/hr
`;

describe("readDefinition", () => {
  it("gives what a file says", async () => {
    const { path, folder } = write(everything);
    const definition = await readDefinition(path);
    const { problem, ...said } = definition;
    expect(said).toEqual({
      path,
      file: path,
      name: "hr.2",
      description: "Staff of the payroll system",
      use: "@acme/hr-connector",
      scripts: new Map(),
      anchors: new Map(),
      powerShell: { executable: "pwsh", dialect: "metadirectory" },
      connectivity: {
        server: "hr.example.org",
        domain: "EXAMPLE",
        user: "env:HR_USER",
        password: "file:/run/secrets/hr",
        impersonate: false,
        loadUserProfile: false,
        logonType: "None",
        signedScriptsOnly: false,
      },
      commonModule: { file: "../shared/Common.psm1", name: "HrCommon.psm1" },
      parameters: {
        global: new Map([
          ["File Name", { text: "people.csv" }],
          ["Rows", { text: "250" }],
          ["Header", { text: "true" }],
          ["Empty", { text: "" }],
          ["Client Secret", { secret: "env:HR_SECRET" }],
        ]),
        partition: new Map([["Base", { text: "DC=example" }]]),
        runStep: new Map([["Depth", { text: "1" }]]),
      },
      capabilities: {
        distinguishedNameStyle: "LDAP",
        exportType: "MultivaluedReferenceAttributeUpdate",
        dataNormalization: ["Uppercase", "RemoveAccents"],
        objectConfirmation: "NoDeleteConfirmation",
        useDnAsAnchor: true,
        concurrentOperations: true,
        partitions: true,
        hierarchy: true,
        enableImport: true,
        enableDeltaImport: true,
        enableExport: true,
        enableFullExport: true,
        noReferenceValuesInFirstExportPass: true,
        enableObjectRename: true,
        deleteAddAsReplace: true,
        enablePasswordOperations: true,
        enableExportPasswordInFirstPass: true,
      },
      partitions: [
        {
          dn: "DC=example",
          included: ["OU=Staff,DC=example", "ou=guests, dc=example"],
          excluded: ["OU=Left,OU=Staff,DC=example"],
          parameters: new Map([
            ["Base", { text: "OU=Staff" }],
            ["Extra", { text: "yes please" }],
          ]),
        },
        { dn: "DC=other", included: [], excluded: [], parameters: new Map() },
      ],
      runSteps: {
        fullImport: { parameters: new Map() },
        deltaImport: { parameters: new Map([["Depth", { text: "2" }]]) },
        export: { parameters: new Map() },
        fullExport: { parameters: new Map() },
      },
      pageSize: 250,
      limits: { deletions: { percent: 2.5 }, obsolete: { percent: 10 }, errors: 0, scriptSeconds: 60 },
      folder: join(dirname(folder), "spaces", "hr"),
    });
    expect(problem("ScriptMissing", "/use", "None.")).toEqual({
      severity: "error",
      code: "ScriptMissing",
      message: "None.",
      file: path,
      pointer: "/use",
      line: 5,
      column: 6,
      length: 20,
    });
  });

  it("has defaults for everything but the name and the scripts", async () => {
    const { path, folder } = write(head);
    expect(await readDefinition(path)).toMatchObject({
      description: null,
      connectivity: { server: "", domain: "", user: "", password: "", impersonate: false, logonType: "None" },
      commonModule: null,
      capabilities: {
        distinguishedNameStyle: "None",
        exportType: "AttributeReplace",
        dataNormalization: [],
        objectConfirmation: "Normal",
        useDnAsAnchor: false,
        concurrentOperations: false,
        partitions: false,
        hierarchy: false,
        enableImport: true,
        enableDeltaImport: false,
        enableExport: false,
        enableFullExport: false,
        noReferenceValuesInFirstExportPass: false,
        enableObjectRename: false,
        deleteAddAsReplace: false,
        enablePasswordOperations: false,
        enableExportPasswordInFirstPass: false,
      },
      partitions: null,
      pageSize: 9_999,
      limits: { deletions: { count: 500 }, obsolete: null, errors: 5_000, scriptSeconds: 1_800 },
      folder: join(folder, ".idle", "connectors", "hr"),
    });
  });

  it("takes scripts as files and as blocks, in the order of the slots, and drops blank ones", async () => {
    const { scripts } = await read(
      'name: hr\ncapabilities: { enableImport: false, enablePasswordOperations: true }\nscripts:\n  password:\n    inline: |\n      param($CSEntry)\n  schema: scripts/schema.ps1\n  partition: ""\n  hierarchy:\n  validation: { inline: "" }\n',
    );
    expect([...scripts]).toEqual([
      ["schema", { kind: "file", path: "scripts/schema.ps1" }],
      ["password", { kind: "inline", text: "param($CSEntry)\n" }],
    ]);
  });

  it("starts from the working folder, and calls the file what the caller calls it", async () => {
    const { path, folder } = write(head);
    const definition = await readDefinition("connector.yaml", { workingFolder: folder, folder: "elsewhere" });
    expect(definition).toMatchObject({ path, file: "connector.yaml", folder: join(folder, "elsewhere") });
  });

  it("reads JSON as well", async () => {
    expect(await read(JSON.stringify({ name: "hr", use: "hr", pageSize: 1 }))).toMatchObject({
      name: "hr",
      pageSize: 1,
    });
  });

  it.each(["0%", "7%", "99.999999%", "100%", "100.0%", "10 %"])("takes %s as a limit", async (written) => {
    const { limits } = await read(`${head}limits: { obsolete: "${written}" }\n`);
    expect(limits.obsolete).toEqual({ percent: Number.parseFloat(written) });
  });

  it.each(["hr", "HR-2", "hr_test", "a", "0", "h.r", "x".repeat(64), "connector", "com", "com10"])(
    "can be called %s",
    async (name) => {
      expect((await read({ name })).name).toBe(name);
    },
  );
});

describe("a definition that code hands over", () => {
  it("has no path, and its folders start from the working folder", async () => {
    const definition = await readDefinition({ name: "hr" }, { workingFolder: "/srv/idle" });
    expect(definition).toMatchObject({
      path: null,
      file: "the definition",
      use: null,
      folder: resolve("/srv/idle/.idle/connectors/hr"),
    });
    expect(definition.problem("PackageNotFound", "/use", "None.")).toMatchObject({
      file: null,
      line: null,
      column: null,
    });
  });

  it("may leave out keys with undefined", async () => {
    expect(await read({ name: "hr", description: undefined })).toMatchObject({ description: null });
  });

  const cycle: { name: string; parameters?: unknown } = { name: "hr" };
  cycle.parameters = cycle;
  it.each<[string, object, string]>([
    ["a function", { name: "hr", scripts: { schema: () => 1 } }, "NotData /scripts/schema"],
    ["a Secret", { name: "hr", connectivity: { server: new Secret("s") } }, "NotData /connectivity/server"],
    ["a Map", { name: "hr", parameters: new Map() }, "NotData /parameters"],
    ["a Date", { name: "hr", parameters: { global: { Day: new Date(0) } } }, "NotData /parameters/global/Day"],
    ["no number", { name: "hr", pageSize: Number.NaN }, "NotData /pageSize"],
    ["a bigint", { name: "hr", pageSize: 5n }, "NotData /pageSize"],
    ["a hole", { name: "hr", partitions: [undefined] }, "NotData /partitions/0"],
    ["itself", cycle, `NotData /parameters${"/parameters".repeat(63)}`],
    ["too much text", { name: "hr", description: "x".repeat(2 ** 20) }, "NotData /description"],
    ["too many values", { name: "hr", partitions: new Array(200_000).fill("a") }, "NotData /partitions/99995"],
    ["a list", [], "WrongType "],
    ["a key of the system's", JSON.parse('{ "name": "hr", "__proto__": { "use": "x" } }'), "UnknownKey /__proto__"],
  ])("holds data: %s is refused", async (_, source, expected) => {
    expect(await codesOf(source)).toEqual([expected]);
  });

  it("is read once, and what its getters throw is not repeated", async () => {
    let reads = 0;
    const once = {
      get name() {
        reads += 1;
        return reads === 1 ? "hr" : "other";
      },
    };
    expect((await read(once)).name).toBe("hr");
    const throwing = {
      name: "hr",
      get description(): string {
        throw new Error("hunter2");
      },
    };
    const [found] = await diagnosticsOf(throwing);
    expect(found).toMatchObject({ code: "NotData", pointer: "/description", file: null, line: null });
    expect(JSON.stringify(found)).not.toContain("hunter2");
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const thrown = await readDefinition(proxy).catch((error: unknown) => error);
    expect(isIdleError(thrown, "ConnectorInvalid") && thrown.message).toContain("cannot be read: it throws");
  });
});

describe("a definition that cannot be read", () => {
  it.each([
    ["missing.yaml", "there is no such file"],
    ["folder", "it is a folder"],
    ["connector.yaml/x", "a part of the path is no folder"],
    ["a\0b", "no file can be called so"],
  ])("%j: %s", async (name, reason) => {
    const { folder } = write(head);
    mkdirSync(join(folder, "folder"));
    const thrown = await readDefinition(name, { workingFolder: folder }).catch((error: unknown) => error);
    expect(isIdleError(thrown, "FileUnreadable") && thrown.message).toContain(reason);
  });
});

// What Windows calls a socket by stands in no folder.
describe.skipIf(process.platform === "win32")(
  "a definition that is a socket, on systems with sockets in folders",
  () => {
    it("cannot be read, rather than waited for", async () => {
      const { folder } = write(head);
      const server = createServer().listen(join(folder, "socket"));
      onTestFinished(() => void server.close());
      await once(server, "listening");
      const thrown = await readDefinition("socket", { workingFolder: folder }).catch((error: unknown) => error);
      expect(isIdleError(thrown, "FileUnreadable") && thrown.message).toContain(
        "it is a pipe or a socket, and no file",
      );
    });
  },
);

describe("problems of a definition", () => {
  it("are all there, in the order of their places, and the message begins with the first", async () => {
    const { path } = write(
      "name: a/b\npageSize: 0\nconnectivity: { password: hunter2 }\nlimits: { eror: 1 }\nuse: x\n",
    );
    const thrown = await readDefinition(path).catch((error: unknown) => error);
    if (!isIdleError(thrown, "ConnectorInvalid")) throw thrown;
    expect(thrown.message).toMatch(/^The connector's definition .*connector\.yaml is not valid\. "name" does not/);
    expect(thrown.message).toMatch(/There are 3 more problems, each with its place\.$/);
    expect(thrown.details?.diagnostics).toMatchObject([
      { line: 1, column: 7, code: "FormatInvalid", file: path, severity: "error" },
      { line: 2, column: 11, code: "NumberOutOfRange" },
      { line: 3, column: 27, code: "SecretInClear" },
      { line: 4, column: 11, code: "UnknownKey", suggestion: "errors" },
    ]);
    expect(JSON.stringify([thrown.message, thrown.details])).not.toContain("hunter2");
  });

  it.each<[string, string]>([
    ["", "1:1 DocumentEmpty"],
    ["name: [", "1:8 SyntaxInvalid"],
    ["name: hr\nname: hr\n", "2:1 DuplicateKey"],
    ["name: &a hr\nuse: *b\n", "2:6 AnchorUnknown"],
    ["name: !!js/function x\n", "1:7 TagRefused"],
    ["a: 1\n---\nb: 1\n", "2:1 MultipleDocuments"],
    ["<<: { name: hr }\n", "1:1 MergeKeyRefused"],
    ["__proto__: { name: hr }\n", "1:1 KeyForbidden"],
    [`${"[".repeat(100)}`, "NestingTooDeep"],
    [`name: ${"x".repeat(2 ** 20)}`, "1:1 FileTooLarge"],
    ["- name: hr\n", "1:1 WrongType The definition must be an object, but is a list."],
    ["use: hr\n", '1:1 MissingKey The definition lacks the key "name".'],
    ["nam: hr\nuse: hr\n", '1:1 UnknownKey Unknown key "nam". Did you mean "name"?'],
    ["name: hr\n", "1:1 ScriptsMissing The definition names no scripts."],
    ["name: hr\nscripts: {}\n", "2:1 ScriptsMissing All scripts are blank."],
    ["name: hr\nuse: hr\nscripts: { schema: a.ps1 }\n", "3:1 ScriptsAmbiguous"],
    ["name: hr\nscript: { schema: a.ps1 }\n", '2:1 UnknownKey Unknown key "script". Did you mean "scripts"?'],
    ["name: hr\nscripts: { shcema: a.ps1 }\n", '2:12 UnknownKey Unknown key "shcema". Did you mean "schema"?'],
    ["name: hr\nuse: ./hr.js\n", '2:6 FormatInvalid "use" does not have the right form'],
    ["name: hr\nuse: /opt/hr\n", "2:6 FormatInvalid"],
    ["name: hr\nuse: file:///opt/hr.js\n", "2:6 FormatInvalid"],
    [`${head}pageSize: "12"\n`, '3:11 WrongType "pageSize" must be a whole number, but is text. Remove the quotes.'],
    [`${head}pageSize: 1000001\n`, "3:11 NumberOutOfRange"],
    [`${head}limits: { deletions: -1 }\n`, "3:22 NumberOutOfRange"],
    [`${head}limits: { deletions: 101% }\n`, "3:22 FormatInvalid"],
    [`${head}limits: { deletions: -1% }\n`, "3:22 FormatInvalid"],
    [`${head}limits: { obsolete: many }\n`, "3:21 FormatInvalid"],
    [`${head}limits: { errors: 0.5 }\n`, "3:19 WrongType"],
    [`${head}limits: { scriptSeconds: 0 }\n`, "3:26 NumberOutOfRange"],
    [`${head}runSteps: { fulImport: {} }\n`, '3:13 UnknownKey Unknown key "fulImport". Did you mean "fullImport"?'],
    [`${head}folder: ""\n`, '3:9 LengthOutOfRange "folder" must not be empty.'],
    [`${head}folder: "a\\0b"\n`, "3:9 FormatInvalid"],
    [`${head}commonModule: { file: a }\n`, '3:1 MissingKey "commonModule" lacks the key "name".'],
  ])("%j: %s", async (text, expected) => {
    expect(await placesOf(text)).toEqual([expect.stringContaining(expected)]);
  });

  it("are those of the text alone when it is no UTF-8", async () => {
    expect(await placesOf(new Uint8Array([0x6e, 0xff, 0xfe]))).toEqual([expect.stringContaining("EncodingInvalid")]);
  });

  it.each(["CON", "nul", "com1", "LPT9.x", "aux.yaml", "NUL.tar.gz", "com0"])(
    "%s is the name of a device",
    async (name) => {
      expect(await codesOf({ name })).toEqual(["NameNotUsable /name"]);
    },
  );

  it.each(["", "..", ".hidden", "a/b", "a\\b", "a b", "ä", "hr.", "-hr", "x".repeat(65), "hr\n", "C:"])(
    "%j is no name",
    async (name) => {
      expect(new Set(await codesOf({ name }))).toEqual(
        new Set([name === "" ? "LengthOutOfRange /name" : "FormatInvalid /name"]),
      );
    },
  );

  it.each([
    "../a",
    "a/b",
    "a\\b",
    "..",
    ".",
    "a:b",
    "NUL",
    "con.psm1",
    "a ",
    "a.",
    " a",
    "a\0",
    "a\n",
    "a*",
    "Com1 .x",
  ])("%j is no name of a common module", async (name) => {
    expect(await codesOf({ name: "hr", commonModule: { file: "a", name } })).toEqual([
      "NameNotUsable /commonModule/name",
    ]);
  });

  it("is thrown as one whatever stands in the data, and nothing else is", async () => {
    const key = fc.constantFrom(
      "name",
      "use",
      "scripts",
      "connectivity",
      "parameters",
      "global",
      "capabilities",
      "partitions",
      "password",
      "dn",
      "include",
      "secret",
      "limits",
      "__proto__",
      "constructor",
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(null, true, 0, -1, "", "LDAP", "env:A", "DC=a", "hr"),
        fc.string(),
        fc.array(tie("any"), { maxLength: 3 }),
        fc.array(fc.tuple(key, tie("any")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
      ),
    })).any;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(key, value), { maxLength: 6 }), async (entries) => {
        for (const { code, message } of await diagnosticsOf(Object.fromEntries(entries))) {
          expect(code).toMatch(/^[A-Z]/);
          expect(message).toMatch(/[.?]$/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

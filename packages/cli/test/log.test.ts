import { createRedactor } from "@idle/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLog } from "../src/log.ts";

/** The same data with a secret in every text and every key. */
function planted(value: unknown): unknown {
  if (typeof value === "string") return `${value}planted-secret`;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(planted);
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [`planted-secret${key}`, planted(held)]));
}

async function logged(data: object, message: string, level: "debug" | "info" = "info") {
  const lines: string[] = [];
  const redactor = createRedactor({ values: ["planted-secret"] });
  const destination = { write: (line: string) => void lines.push(line) };
  const log = await createLog({ level: "trace", isTerminal: false, colour: false, redactor, destination });
  log[level](data, message);
  return lines.join("");
}

describe("a log line", () => {
  it("holds no secret: in the message, in fields, in errors, nested", async () => {
    const cause = new Error("x?p=planted%2Dsecret planted-secret");
    const line = await logged(
      { user: "svc-idle", note: "planted-secret", deep: { list: [{ error: new Error("planted-secret", { cause }) }] } },
      "told planted-secret",
      "debug",
    );
    expect(line).toContain("svc-idle");
    expect(line).toContain("told [REDACTED]");
    expect(line).not.toContain("planted-secret");
  });

  it("holds nothing under a secret's name, at any depth", async () => {
    const line = await logged({ password: "a", one: { token: "b", two: { three: { apiKey: "c" } } } }, "x");
    expect(JSON.parse(line)).toMatchObject({
      password: "[REDACTED]",
      one: { token: "[REDACTED]", two: { three: { apiKey: "[REDACTED]" } } },
    });
  });

  it("holds nothing a terminal would act on, nested or not", async () => {
    const line = await logged({ a: { "b\u202e": ["\u001b[2J\u0085"] } }, "\u202e");
    expect(line).not.toMatch(/[\u202e\u0085]/);
    expect(line).toContain("\\\\u001b[2J");
  });

  it("holds no secret, whatever the data around it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
        const data = planted(value);
        const line = await logged({ data }, JSON.stringify(data));
        expect(line).not.toContain("planted-secret");
      }),
    );
  });
});

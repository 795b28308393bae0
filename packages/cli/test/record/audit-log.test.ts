import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IdleEvent } from "@idle/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openAuditLog } from "../../src/record/audit-log.ts";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "idle-audit-"));
  path = join(folder, "audit.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const event = (sequence: number): IdleEvent => ({
  sequence,
  type: "Custom",
  timestamp: "2026-11-22T10:00:00.000Z",
  runId: "r",
  correlationId: "c",
  actor: null,
  stepId: null,
  stepName: null,
  message: "two\nlines",
  data: null,
});
const append = (...sequences: number[]) => {
  const log = openAuditLog(path, "audit.ndjson");
  for (const sequence of sequences) log.append(event(sequence));
  log.close();
};
const sequences = () =>
  readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as IdleEvent).sequence);

describe("the audit log", () => {
  it("appends each event as a line, run after run", () => {
    append(1, 2);
    append(1, 2, 3);
    expect(sequences()).toEqual([1, 2, 1, 2, 3]);
  });

  it.skipIf(process.platform === "win32")("can be read by its owner only, also when it was there before", () => {
    append(1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o644);
    append(1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("has an event on record before the next one comes", () => {
    const log = openAuditLog(path, "audit.ndjson");
    log.append(event(1));
    expect(sequences()).toEqual([1]);
    log.close();
  });

  it("starts a new line after half of one", () => {
    writeFileSync(path, '{"sequence":9}\n{"seq');
    append(1);
    expect(readFileSync(path, "utf8").split("\n")[1]).toBe('{"seq');
    expect(readFileSync(path, "utf8").split("\n")[2]).toContain('"sequence":1');
  });

  it("says which file it cannot write", () => {
    expect(() => openAuditLog(join(folder, "no", "a.ndjson"), "no/a.ndjson")).toThrow(
      expect.objectContaining({
        code: "FileUnreadable",
        message: "no/a.ndjson cannot be written: its folder does not exist.",
      }),
    );
  });
});

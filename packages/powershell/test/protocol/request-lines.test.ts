import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RequestPlace, requestLines } from "../../src/protocol/request-lines.ts";

interface Line {
  readonly kind: string;
  readonly id: string;
  readonly payload: string;
}

/** As a far end takes them apart. */
function linesOf(document: string, place: RequestPlace = "local", id = 1): Line[] {
  return [...requestLines(id, place, document)].map((line) => {
    const match = /^([a-z]+) (\d+) ([A-Za-z0-9+/=]*)\n$/.exec(line);
    const [, kind = "", number = "", payload = ""] = match ?? expect.unreachable(line.slice(0, 80));
    return { kind, id: number, payload };
  });
}

const decode = ({ payload }: Line): string => Buffer.from(payload, "base64").toString("utf8");
const together = (lines: readonly Line[]): string => lines.map(decode).join("");

describe("a request", () => {
  it.each<RequestPlace>(["local", "remote", "wrapped"])("that is short is one line, for the place %s", (place) => {
    expect([...requestLines(12, place, "ä")]).toEqual([`${place} 12 w6Q=\n`]);
  });

  it("that is empty is one line", () => {
    expect([...requestLines(1, "local", "")]).toEqual(["local 1 \n"]);
  });

  it("that is long is in parts, in order, and the last says what it is", () => {
    const document = Array.from({ length: 20_000 }, (_, index) => String(index)).join(" ");
    const lines = linesOf(document, "remote", 42);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.map(({ kind }) => kind)).toEqual([...lines.slice(1).map(() => "part"), "remote"]);
    expect(new Set(lines.map(({ id }) => id))).toEqual(new Set(["42"]));
    expect(together(lines)).toBe(document);
  });

  it.each([
    ["ASCII", "a"],
    ["two bytes", "ä"],
    ["three bytes", "€"],
    ["four bytes", "\u{1F600}"],
  ])("of %s a sign has lines below 64 KiB", (_, sign) => {
    const document = sign.repeat(100_000);
    const lines = [...requestLines(999_999_999, "wrapped", document)];
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThan(65_536);
    expect(together(linesOf(document))).toBe(document);
  });

  it("tears no pair of surrogates, wherever it lies", () => {
    for (const shift of [0, 1, 2, 3]) {
      const document = "x".repeat(shift) + "\u{1F600}".repeat(50_000);
      const lines = linesOf(document);
      for (const line of lines) expect(decode(line)).not.toContain("\uFFFD");
      expect(together(lines)).toBe(document);
    }
  });

  it("is never in more lines than it needs", () => {
    const most = decode(linesOf("x".repeat(100_000))[0] ?? expect.unreachable()).length;
    for (const [length, count] of [
      [most, 1],
      [most + 1, 2],
      [2 * most, 2],
      [2 * most + 1, 3],
    ] as const) {
      expect(linesOf("x".repeat(length))).toHaveLength(count);
    }
  });

  it("is whole again at the far end, whatever text it is", () => {
    const long = fc
      .tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary", minLength: 1 }), fc.nat(30_000))
      .map(([start, body, times]) => start + body.repeat(Math.ceil(times / body.length)));
    fc.assert(
      fc.property(long, (document) => {
        const lines = linesOf(document);
        expect(together(lines) === document).toBe(true);
        for (const line of lines) expect(line.payload.length).toBeLessThan(65_000);
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { kindOf, normalValue, valueProblem } from "../../src/model/check-value.ts";

const problem = (value: unknown) => valueProblem(value, { dataType: "Binary" }, () => true);

function detached(): Uint8Array {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

describe("bytes", () => {
  it("are bytes, and nothing that looks like them", () => {
    expect(problem(new Uint8Array(0))).toBeNull();
    expect(problem(Buffer.from("abc"))).toBeNull();
    expect(problem(Object.create(Uint8Array.prototype))).toMatch(/an object instead of bytes/);
    expect(problem(new Proxy(new Uint8Array(3), {}))).toMatch(/an object instead of bytes/);
    expect(problem(detached())).toMatch(/detached/);
  });

  it("are kept as they are now, whatever becomes of them or is said of them", () => {
    const bytes = new Uint8Array([1, 2, 3]);
    Object.defineProperty(bytes, "buffer", { get: () => new ArrayBuffer(0) });
    const kept = normalValue(bytes, "Binary");
    bytes.fill(0);
    expect(kept).toEqual(new Uint8Array([1, 2, 3]));
    expect(Object.getOwnPropertyNames(kept)).toEqual(["0", "1", "2"]);
  });
});

describe("the kind of a value", () => {
  it("is told of whatever came", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect([null, undefined, [], new Uint8Array(1), "", 1, true, proxy].map(kindOf)).toEqual([
      "null",
      "nothing",
      "a list",
      "bytes",
      "a text",
      "a number",
      "true or false",
      "an object",
    ]);
  });
});

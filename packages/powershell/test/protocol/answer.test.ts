import { describe, expect, it } from "vitest";
import { writeClixml } from "../../src/clixml/write-clixml.ts";
import { type Answer, AnswerTooLarge, createAnswerCollector } from "../../src/protocol/answer.ts";
import { type Frame, ProtocolError } from "../../src/protocol/frame-reader.ts";

const roomy = { maxCharacters: 1_000_000, maxValues: 10_000 };
const base64 = (data: string | Uint8Array): string => Buffer.from(data as string, "utf8").toString("base64");
const frame = (kind: string, payload = ""): Frame => ({ kind, id: 1, payload });
const value = (kind: string, data: unknown): Frame => frame(kind, base64(writeClixml(data)));
const done = frame("end", "done");

/** What the frames say together; the last of them ends the answer. */
function answerOf(frames: readonly Frame[], limits = roomy): Answer {
  const collector = createAnswerCollector(limits);
  for (const each of frames.slice(0, -1)) expect(collector.take(each)).toBeNull();
  return collector.take(frames.at(-1) ?? expect.unreachable()) ?? expect.unreachable();
}

describe("an answer", () => {
  it("is what its frames say, in their order", () => {
    const frames = [
      value("item", "a"),
      frame("warning", base64("careful ä")),
      value("items", [1, [2], null]),
      value("error", { message: "It failed." }),
      value("item", ["kept together"]),
      value("error", "second"),
      done,
    ];
    expect(answerOf(frames)).toEqual({
      status: "Done",
      items: ["a", 1, [2], null, ["kept together"]],
      errors: [{ message: "It failed." }, "second"],
      warnings: ["careful ä"],
    });
  });

  it.each([
    ["done", "Done"],
    ["failed", "Failed"],
    ["stopped", "Stopped"],
    ["closed", "Closed"],
  ])("that ends with %s is %s", (payload, status) => {
    expect(answerOf([frame("end", payload)])).toEqual({ status, items: [], errors: [], warnings: [] });
  });

  it("puts documents in parts together, wherever their bytes are torn", () => {
    const bytes = Buffer.from(writeClixml({ text: "ä€\u{1F600}_x0041_" }), "utf8");
    for (let border = 0; border <= bytes.length; border += 1) {
      const frames = [
        frame("part", bytes.subarray(0, border).toString("base64")),
        frame("item", bytes.subarray(border).toString("base64")),
        done,
      ];
      expect(answerOf(frames).items).toEqual([{ text: "ä€\u{1F600}_x0041_" }]);
    }
    const each = [...bytes].map((byte) => frame("part", base64(Uint8Array.of(byte))));
    expect(answerOf([...each, frame("error"), done]).errors).toHaveLength(1);
  });

  it("has a hundred warnings at most, none of them long", () => {
    const { warnings } = answerOf([
      ...Array.from({ length: 150 }, (_, index) => frame("warning", base64(`${index} ${"x".repeat(100_000)}`))),
      done,
    ]);
    expect(warnings).toHaveLength(100);
    expect(warnings[99]).toMatch(/^99 x+$/);
    for (const warning of warnings) expect(warning.length).toBeLessThan(32 * 1024);
  });

  it("has a hundred errors at most", () => {
    const errors = Array.from({ length: 100 }, () => value("error", "e"));
    expect(answerOf([...errors, done]).errors).toHaveLength(100);
    expect(() => answerOf([...errors, value("error", "e"), done])).toThrow(ProtocolError);
  });
});

describe("an answer is refused", () => {
  it.each<[string, readonly Frame[]]>([
    ["with a frame of an unknown kind", [frame("ready")]],
    ["with a frame of a prototype", [frame("constructor")]],
    ["with an end that is none", [frame("end", "finished")]],
    ["with an end of a prototype", [frame("end", "constructor")]],
    ["with an end that says nothing", [frame("end")]],
    ["with an end in the middle of a document", [frame("part", base64("<Objs")), done]],
    ["with what is no base64 of a document", [frame("item", "====")]],
    ["with text in place of a document", [frame("item", base64("text"))]],
    ["with no document", [frame("item")]],
    ["with a part of a document", [frame("item", base64(writeClixml("a").slice(0, -1)))]],
    ["with two documents in one frame", [frame("item", base64(writeClixml("a") + writeClixml("b")))]],
    ["with items that are no list", [value("items", { length: 1 })]],
    ["with items that are nothing", [value("items", null)]],
    ["with an error that is no document", [frame("error", base64("text"))]],
  ])("%s", (_, frames) => {
    expect(() => answerOf(frames)).toThrow(ProtocolError);
  });

  it("without showing what it held", () => {
    for (const frames of [[frame("hunter2")], [frame("end", "hunter2")], [frame("item", base64("<hunter2>"))]]) {
      let thrown: unknown;
      try {
        answerOf(frames);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(ProtocolError);
      expect(String((thrown as Error).stack)).not.toContain("hunter2");
    }
  });
});

describe("an answer is too large", () => {
  const long = "x".repeat(5000);
  const referring = (count: number): string =>
    writeClixml([[long]])
      .replace("<LST><Obj>", '<LST><Obj RefId="1">')
      .replace("</Obj></LST></Obj></Objs>", `</Obj>${'<Ref RefId="1" />'.repeat(count)}</LST></Obj></Objs>`);

  it.each<[string, readonly Frame[], { readonly maxCharacters: number; readonly maxValues: number }]>([
    ["by one document", [value("item", long)], { ...roomy, maxCharacters: 5000 }],
    ["by several", [value("item", long), value("item", long)], { ...roomy, maxCharacters: 10_000 }],
    ["by errors", [value("error", long), value("error", long)], { ...roomy, maxCharacters: 10_000 }],
    [
      "by parts that never end",
      Array.from({ length: 100 }, (_, index) =>
        frame("part", base64(index === 0 ? writeClixml(long).slice(0, -20) : "x")),
      ),
      { ...roomy, maxCharacters: 5100 },
    ],
    [
      "by its values",
      [
        value(
          "item",
          Array.from({ length: 10 }, () => 1),
        ),
      ],
      { ...roomy, maxValues: 10 },
    ],
    ["by the values of several", [value("items", [1, 2, 3]), value("items", [1, 2, 3])], { ...roomy, maxValues: 7 }],
    ["by what is shared", [frame("item", base64(referring(100)))], { ...roomy, maxCharacters: 100_000 }],
    ["by many of one value", Array.from({ length: 3 }, () => value("item", 1)), { ...roomy, maxValues: 2 }],
    [
      "by what several share",
      Array.from({ length: 20 }, () => frame("item", base64(referring(100)))),
      { ...roomy, maxValues: 500 },
    ],
    ["by how often something is shared", [frame("item", base64(referring(100)))], { ...roomy, maxValues: 100 }],
  ])("%s", (_, frames, limits) => {
    expect(() => answerOf(frames, limits)).toThrow(AnswerTooLarge);
  });

  it("but not when it just fits", () => {
    expect(
      answerOf([value("items", [1, 2, 3]), value("items", [4, 5, 6]), done], { ...roomy, maxValues: 8 }).items,
    ).toEqual([1, 2, 3, 4, 5, 6]);
    const document = writeClixml(long);
    const limits = { ...roomy, maxCharacters: Math.ceil(document.length / 3) * 3 };
    expect(answerOf([frame("item", base64(document)), done], limits).items).toEqual([long]);
  });
});

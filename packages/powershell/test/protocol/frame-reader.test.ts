import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFrameReader, type Frame, ProtocolError } from "../../src/protocol/frame-reader.ts";

const boundary = "word-1";

/** Lines that are frames but for their number and length get them. */
function sealed(text: string): string {
  let number = 0;
  return text.replace(
    /(?<=^|\n)(word-1 [a-z]{1,20} \d{1,15} )([A-Za-z0-9+/=]*)(?=\r?(?:\n|$))/g,
    (_, start: string, payload: string) => {
      number += 1;
      return `${start}${payload} ${number}.${payload.length}`;
    },
  );
}

/** The frames in what arrives in these pieces; texts are sealed. */
function framesIn(...pieces: readonly (string | Uint8Array)[]): Frame[] {
  const frames: Frame[] = [];
  const reader = createFrameReader(boundary, (frame) => void frames.push(frame));
  for (const piece of pieces) reader.push(typeof piece === "string" ? Buffer.from(sealed(piece), "utf8") : piece);
  return frames;
}

describe("frames", () => {
  it.each<[string, string, Frame]>([
    ["with a payload", "word-1 item 7 QUI=\n", { kind: "item", id: 7, payload: "QUI=" }],
    ["with none", "word-1 end 7 \n", { kind: "end", id: 7, payload: "" }],
    ["with a line end of Windows", "word-1 item 7 QUI=\r\n", { kind: "item", id: 7, payload: "QUI=" }],
    ["with a large number", "word-1 end 999999999999999 done\n", { kind: "end", id: 999999999999999, payload: "done" }],
    ["with every sign of base64", "word-1 part 0 09azAZ+/==\n", { kind: "part", id: 0, payload: "09azAZ+/==" }],
    ["with 64 KiB", `word-1 part 1 ${"A".repeat(65_536)}\n`, { kind: "part", id: 1, payload: "A".repeat(65_536) }],
  ])("%s", (_, line, frame) => {
    expect(framesIn(line)).toEqual([frame]);
  });

  it("come in the order of their lines, several at once", () => {
    expect(framesIn("word-1 part 1 QQ==\nword-1 item 1 Qg==\nword-1 end 1 done\n").map(({ kind }) => kind)).toEqual([
      "part",
      "item",
      "end",
    ]);
  });

  it("come when their line is whole, and not before", () => {
    const frames: Frame[] = [];
    const reader = createFrameReader(boundary, (frame) => void frames.push(frame));
    reader.push(Buffer.from("word-1 end 1 done 1.4"));
    expect(frames).toEqual([]);
    reader.push(Buffer.from("\n"));
    expect(frames).toHaveLength(1);
  });

  it("are the same however their bytes arrive", () => {
    const bytes = Buffer.from(
      sealed(
        "noise ä€\u{1F600}\n\n\r\nword-1 item 1 QUI=\r\nword-10 item 1 QQ==\n word-1 end 1 x\nword-1 end 1 done\nrest",
      ),
      "utf8",
    );
    const whole = framesIn(bytes);
    expect(whole.map(({ kind }) => kind)).toEqual(["item", "end"]);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 30 }), (borders) => {
        const places = [...borders, bytes.length].sort((a, b) => a - b);
        const pieces = places.map((place, index) => bytes.subarray(places[index - 1] ?? 0, place));
        expect(framesIn(...pieces)).toEqual(whole);
      }),
    );
    expect(framesIn(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  it("do not change when the memory they came in is used again", () => {
    const frames: Frame[] = [];
    const reader = createFrameReader(boundary, (frame) => void frames.push(frame));
    const chunk = Buffer.from("word-1 item 1 QU");
    reader.push(chunk);
    chunk.fill(0x58);
    reader.push(Buffer.from("I= 1.4\n"));
    expect(frames).toEqual([{ kind: "item", id: 1, payload: "QUI=" }]);
  });

  it("are found in a part of a larger memory", () => {
    const memory = Buffer.from("junk\nword-1 end 1 done 1.4\nword-1 end 2 done 2.4\n");
    expect(framesIn(new Uint8Array(memory.buffer, memory.byteOffset + 5, 22))).toEqual([
      { kind: "end", id: 1, payload: "done" },
    ]);
  });
});

describe("another boundary", () => {
  it("counts from the next line on, also within what arrives at once", () => {
    const frames: Frame[] = [];
    const reader = createFrameReader(boundary, (frame) => {
      frames.push(frame);
      if (frame.kind === "ready") reader.expect("word-2");
    });
    reader.push(Buffer.from("word-1 ready 1  1.0\nword-1 item 1 QQ==\nword-2 item 2 QQ== 2.4\nword-2 en"));
    reader.push(Buffer.from("d 2 done 3.4\n"));
    expect(frames.map(({ kind, id }) => `${kind} ${id}`)).toEqual(["ready 1", "item 2", "end 2"]);
  });
});

describe("noise", () => {
  it.each([
    ["text", "Loading personal profiles…\n"],
    ["empty lines", "\n\n\r\n\n"],
    ["the boundary in the middle of a line", "x word-1 item 1 QQ==\n"],
    ["the boundary after a blank", " word-1 item 1 QQ==\n"],
    ["the boundary in other letters", "WORD-1 item 1 QQ==\n"],
    ["a longer word", "word-11 item 1 QQ==\nword-1\titem 1 QQ==\n"],
    ["a shorter word", "word-\nword-1\n"],
    ["the boundary after a carriage return", "50 %\rword-1 item 1 QQ==\n"],
    ["the boundary after a byte order mark", "\uFEFFword-1 item 1 QQ==\n"],
    ["a line that is far too long", `${"x".repeat(300_000)}\n`],
    ["a frame at the end of such a line", `${"x".repeat(300_000)}word-1 item 1 QQ==\n`],
    ["controls of a terminal", "\u001b[31;1mword-1 item 1 QQ==\u001b[0m\n\0\u0007\n"],
  ])("such as %s is left out", (_, noise) => {
    const bytes = Buffer.from(sealed(`${noise}word-1 end 1 done\n`), "utf8");
    const end = [{ kind: "end", id: 1, payload: "done" }];
    expect(framesIn(bytes)).toEqual(end);
    const pieces = Array.from({ length: Math.ceil(bytes.length / 1000) }, (_each, index) =>
      bytes.subarray(index * 1000, (index + 1) * 1000),
    );
    expect(framesIn(...pieces)).toEqual(end);
  });

  it("such as bytes that are no text is left out", () => {
    expect(framesIn(Uint8Array.of(0xff, 0xfe, 0x80, 0x0a), "word-1 end 1 done\n")).toHaveLength(1);
  });

  it("without a line end swallows no frame that begins a line of its own", () => {
    expect(framesIn("no line end", "\nword-1 end 1 done\n")).toHaveLength(1);
  });

  it("that was forgotten counts no more", () => {
    const reader = createFrameReader(boundary, () => undefined);
    const much = Buffer.alloc(64 * 1024 * 1024, "x\n".padStart(1024, "x"));
    for (let pushed = 0; pushed < 20; pushed += 1) {
      reader.push(much);
      reader.forgetNoise();
    }
    expect(() => {
      for (let pushed = 0; pushed < 20; pushed += 1) reader.push(much);
    }).toThrow(ProtocolError);
  });

  it.each<[string, number, string]>([
    ["in long lines", 64, `${"x".repeat(1024 * 1024 - 1)}\n`],
    ["in short lines", 64, `${"x".repeat(1023)}\n`.repeat(1024)],
    ["in one line", 64, "x".repeat(1024 * 1024)],
  ])("%s ends in an error, and not too early", (_, least, text) => {
    const reader = createFrameReader(boundary, () => undefined);
    const mebibyte = Buffer.from(text);
    let pushed = 0;
    const flood = (): void => {
      for (; pushed < 1024; pushed += 1) reader.push(mebibyte);
    };
    expect(flood).toThrow(ProtocolError);
    expect(pushed).toBeGreaterThanOrEqual(least);
    expect(pushed).toBeLessThan(1024);
  });
});

describe("a frame that something got into", () => {
  it.each([
    ["a foreign text", "word-1 item 1 QU4444I= 1.4\n"],
    ["a foreign line", "word-1 item 1 QU4444\n4444I= 1.4\n"],
    ["a line end", "word-1 item 1 QU\nI= 1.4\n"],
    ["a lost beginning of the next", "word-1 item 1 QUI= 1.4\n1 item 1 QQ== 2.4\nword-1 end 1 done 3.4\n"],
    ["a frame twice", "word-1 item 1 QUI= 1.4\nword-1 item 1 QUI= 1.4\n"],
    ["a length that is none", "word-1 item 1 QUI= 1.\n"],
  ])("such as %s is refused", (_, text) => {
    expect(() => framesIn(Buffer.from(text))).toThrow(ProtocolError);
  });
});

describe("what is no frame", () => {
  it.each([
    ["nothing", "word-1 \n"],
    ["no number", "word-1 item QQ==\n"],
    ["no blank before the payload", "word-1 end 1\n"],
    ["a number that is none", "word-1 item -1 QQ==\n"],
    ["a number that is too long", "word-1 item 1234567890123456 QQ==\n"],
    ["a number with signs of its own", "word-1 item 1e3 QQ==\n"],
    ["a kind with other signs", "word-1 Item 1 QQ==\n"],
    ["a kind that is too long", `word-1 ${"a".repeat(21)} 1 QQ==\n`],
    ["a payload with a blank", "word-1 item 1 QQ== QQ==\n"],
    ["a payload with other signs", "word-1 item 1 QQ-_\n"],
    ["a payload beyond ASCII", "word-1 item 1 QQä=\n"],
    ["a carriage return within", "word-1 item 1 Q\rQ==\n"],
    ["two carriage returns", "word-1 item 1 QQ==\r\r\n"],
    ["two blanks", "word-1  item 1 QQ==\n"],
  ])("such as %s is refused", (_, line) => {
    expect(() => framesIn(line)).toThrow(ProtocolError);
  });

  it("such as a line that never ends is refused before it is all there", () => {
    const reader = createFrameReader(boundary, () => undefined);
    let pushed = 0;
    const flood = (): void => {
      reader.push(Buffer.from("word-1 part 1 "));
      for (; pushed < 1_000_000; pushed += 1000) reader.push(Buffer.alloc(1000, "A"));
    };
    expect(flood).toThrow("too long");
    expect(pushed).toBeLessThan(100_000);
  });

  it("is refused without showing it", () => {
    try {
      framesIn("word-1 hunter2 hunter2\n");
    } catch (error) {
      expect(String((error as Error).stack)).not.toContain("hunter2");
      return;
    }
    expect.unreachable();
  });
});

/** Bytes from a far end in, frames out; see docs/shell-protocol.md. What is no frame is noise, which is not kept. */

/** One line of the far end's. */
export interface Frame {
  readonly kind: string;
  readonly id: number;
  readonly payload: string;
}

/** A far end that does not keep to the protocol. The message shows nothing of what it sent. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

export interface FrameReader {
  /** Calls back for each frame that is whole now. Throws ProtocolError; the reader is of no use then. */
  push(chunk: Uint8Array): void;
  /** From here on frames begin with another word. */
  expect(boundary: string): void;
  /** Counts noise from here on: a shell that lives long may have written much of it, little by little. */
  forgetNoise(): void;
}

/** A payload is 64 KiB at most; what else a line has is short. */
const longestLine = 80 * 1024;
/** Commands write to the console at times, but not this much. */
const mostNoise = 256 * 1024 * 1024;
const newline = 0x0a;

export function createFrameReader(boundary: string, onFrame: (frame: Frame) => void): FrameReader {
  let start = startOf(boundary);
  let held: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  let isSkipping = false;
  let noise = 0;
  let frames = 0;

  const countNoise = (bytes: number): void => {
    noise += bytes;
    if (noise > mostNoise) throw new ProtocolError("It wrote too much that is no answer.");
  };
  const takeLine = (line: Buffer): void => {
    if (line.length > longestLine && startsWith(line, start))
      throw new ProtocolError("It sent a line that is too long.");
    if (startsWith(line, start)) {
      frames += 1;
      onFrame(parse(line.subarray(start.length).toString("latin1"), frames));
    } else countNoise(line.length + 1);
  };
  return {
    push(chunk) {
      let rest: Buffer<ArrayBufferLike> = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      for (;;) {
        const end = rest.indexOf(newline);
        if (end === -1) break;
        const piece = rest.subarray(0, end);
        rest = rest.subarray(end + 1);
        if (isSkipping) countNoise(piece.length);
        else takeLine(held.length === 0 ? piece : Buffer.concat([held, piece]));
        isSkipping = false;
        held = held.subarray(0, 0);
      }
      if (isSkipping) {
        countNoise(rest.length);
        return;
      }
      held = held.length === 0 ? Buffer.from(rest) : Buffer.concat([held, rest]);
      if (held.length <= longestLine) return;
      if (startsWith(held, start)) throw new ProtocolError("It sent a line that is too long.");
      countNoise(held.length);
      held = held.subarray(0, 0);
      isSkipping = true;
    },
    expect(next) {
      start = startOf(next);
    },
    forgetNoise() {
      noise = 0;
    },
  };
}

function startOf(boundary: string): Buffer {
  return Buffer.from(`${boundary} `, "latin1");
}

function startsWith(line: Buffer, start: Buffer): boolean {
  return line.length >= start.length && start.compare(line, 0, start.length) === 0;
}

/**
 * What others write to the same output may land in the middle of a frame. So each says its number and how long its payload
 * is, at its end: none is lost, cut or lengthened without being noticed.
 */
function parse(text: string, expected: number): Frame {
  const match = /^([a-z]{1,20}) (\d{1,15}) ([A-Za-z0-9+/=]*) (\d{1,15})\.(\d{1,6})\r?$/.exec(text);
  if (match === null) throw new ProtocolError("It sent a line that is no frame.");
  const [, kind = "", id, payload = "", number, length] = match;
  if (Number(number) !== expected || Number(length) !== payload.length) {
    throw new ProtocolError("A part of what it sent is missing, or was changed.");
  }
  return { kind, id: Number(id), payload };
}

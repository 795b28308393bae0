/**
 * Bytes of a server that may lie, on their way to ldapts (9.2), which trusts the lengths in them: where one points beyond
 * its message it reads for ever. In: bytes as they come. Out: whole messages that answer what was asked, one by one; at the
 * first that is none the connection is over, and who waits gets a `MessageParserError`.
 */
import type { Socket } from "node:net";
import { type Client, MessageParserError } from "ldapts";
import { messageSize, readAnswer } from "./answer-shape.ts";

interface Waiting {
  readonly message: { readonly protocolOperation: number };
  readonly reject: (error: Error) => void;
}

interface Parser {
  read(data: Buffer, waiting: Map<string, Waiting>): void;
}

/** A message's length stands in its first six bytes at most. */
const headSize = 6;
/** More than any object has; what says that it is longer is not waited for. */
const largest = 128 * 1024 * 1024;

export function guardAnswers(client: Client): void {
  const parser = Reflect.get(client, "messageParser") as Parser;
  const read = parser.read.bind(parser);
  let held: Buffer[] = [];
  let size = 0;
  let wanted = 1;
  let isOver = false;

  function giveUp(waiting: Map<string, Waiting>): void {
    isOver = true;
    held = [];
    for (const [id, { reject }] of waiting) {
      waiting.delete(id);
      reject(new MessageParserError("The server answered with what is no LDAP."));
    }
    (Reflect.get(client, "socket") as Socket | undefined)?.destroy();
  }

  parser.read = (data, waiting) => {
    if (isOver) return;
    held.push(data);
    size += data.length;
    // Joined once a message is whole, and not with each piece of it.
    if (size < wanted) return;
    let bytes = held.length === 1 ? data : Buffer.concat(held);
    for (;;) {
      const length = messageSize(bytes);
      if (length !== null && !(length <= largest)) return giveUp(waiting);
      wanted = length ?? (bytes.length === 0 ? 1 : Math.min(bytes.length + 1, headSize));
      if (length === null || bytes.length < length) break;
      const message = bytes.subarray(0, length);
      bytes = bytes.subarray(length);
      const { id, operation, isWhole } = readAnswer(message);
      const asked = waiting.get(String(id));
      if (!isWhole || (asked !== undefined && !answersTo(asked.message.protocolOperation, operation))) {
        return giveUp(waiting);
      }
      // What nobody asked for, such as a notice that the connection ends, is nobody's.
      if (asked !== undefined) read(message, waiting);
    }
    held = [bytes];
    size = bytes.length;
  };
}

/** What may come after what was sent (RFC 4511, 4): a search has entries and references, too. */
function answersTo(request: number, answer: number): boolean {
  if (request === 0x63) return answer === 0x64 || answer === 0x65 || answer === 0x73;
  return answers.get(request) === answer;
}

const answers: ReadonlyMap<number, number> = new Map([
  [0x60, 0x61],
  [0x66, 0x67],
  [0x68, 0x69],
  [0x4a, 0x6b],
  [0x6c, 0x6d],
  [0x6e, 0x6f],
  [0x77, 0x78],
]);

/** The shape of what an LDAP server sends (RFC 4511, 4.1.1 and X.690), with every length within what holds it. */

/** A part of the bytes: its tag, and where what it holds begins and ends. */
interface Part {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
}

interface Answer {
  readonly id: number;
  readonly operation: number;
  /** False where it is no answer of a server, whatever else is said here. */
  readonly isWhole: boolean;
}

const [sequence, setOf, integer, text, enumerated, controls] = [0x30, 0x31, 0x02, 0x04, 0x0a, 0xa0];
const [searchEntry, searchReference] = [0x64, 0x73];
const results = new Set([0x61, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x78]);
/** Deeper than anything that a server has to say. */
const deepest = 16;

/** How long the message is that begins there; null while that has not come, not a number for what is no message. */
export function messageSize(bytes: Buffer): number | null {
  const [first, second] = [bytes[0], bytes[1]];
  if (first !== undefined && first !== sequence) return Number.NaN;
  if (second === undefined) return null;
  if (second < 0x80) return 2 + second;
  const count = second & 0x7f;
  if (count < 1 || count > 4) return Number.NaN;
  return bytes.length < 2 + count ? null : 2 + count + bytes.readUIntBE(2, count);
}

export function readAnswer(message: Buffer): Answer {
  const whole = partAt(message, 0, message.length);
  const [number, operation, further, ...rest] = (whole && partsOf(message, whole)) ?? [];
  if (number === undefined || operation === undefined) return { id: 0, operation: 0, isWhole: false };
  const { tag } = operation;
  const isWhole =
    isNumber(number, integer) &&
    rest.length === 0 &&
    (further === undefined || (further.tag === controls && fits(message, further, 0))) &&
    (tag === searchEntry
      ? isEntry(message, operation)
      : tag === searchReference
        ? holds(message, operation, text)
        : results.has(tag) && isResult(message, operation));
  return {
    id: isNumber(number, integer) ? message.readIntBE(number.from, number.to - number.from) : 0,
    operation: tag,
    isWhole,
  };
}

/** A name and attributes, each of which is a name and values. */
function isEntry(bytes: Buffer, entry: Part): boolean {
  const [name, attributes, ...rest] = partsOf(bytes, entry) ?? [];
  if (name?.tag !== text || attributes?.tag !== sequence || rest.length > 0) return false;
  return (
    partsOf(bytes, attributes)?.every((attribute) => {
      const [type, values, ...others] = (attribute.tag === sequence && partsOf(bytes, attribute)) || [];
      return type?.tag === text && values?.tag === setOf && others.length === 0 && holds(bytes, values, text);
    }) ?? false
  );
}

/** A code, a name and words; perhaps more. */
function isResult(bytes: Buffer, result: Part): boolean {
  const [code, name, words] = partsOf(bytes, result) ?? [];
  return (
    code !== undefined &&
    isNumber(code, enumerated) &&
    name?.tag === text &&
    words?.tag === text &&
    fits(bytes, result, 0)
  );
}

function isNumber({ tag, from, to }: Part, expected: number): boolean {
  return tag === expected && to - from >= 1 && to - from <= 4;
}

function holds(bytes: Buffer, part: Part, tag: number): boolean {
  return partsOf(bytes, part)?.every((each) => each.tag === tag) ?? false;
}

/** Whether all that is in a part, and in that, ends where it has to. */
function fits(bytes: Buffer, part: Part, depth: number): boolean {
  const isMadeOfParts = (part.tag & 0x20) !== 0;
  if (!isMadeOfParts) return true;
  return depth < deepest && (partsOf(bytes, part)?.every((each) => fits(bytes, each, depth + 1)) ?? false);
}

/** What a part is made of; null where that does not end where the part ends. */
function partsOf(bytes: Buffer, { from, to }: Part): Part[] | null {
  const parts: Part[] = [];
  for (let at = from; at < to; ) {
    const part = partAt(bytes, at, to);
    if (part === null) return null;
    parts.push(part);
    at = part.to;
  }
  return parts;
}

function partAt(bytes: Buffer, at: number, end: number): Part | null {
  const [tag, second] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || second === undefined || at + 2 > end) return null;
  const count = second < 0x80 ? 0 : second & 0x7f;
  const from = at + 2 + count;
  if (second === 0x80 || count > 4 || from > end) return null;
  const to = from + (count === 0 ? second : bytes.readUIntBE(at + 2, count));
  return to > end ? null : { tag, from, to };
}

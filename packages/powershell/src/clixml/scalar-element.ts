import { types } from "node:util";
import { isSecret } from "@idle/contract";
import { Refusal } from "./refusal.ts";
import { escapeText } from "./text-escapes.ts";

const [leastInt64, mostInt64, mostUInt64] = [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 64n - 1n];
/** The largest Decimal of .NET. */
const mostDecimal = 79_228_162_514_264_337_593_543_950_335n;

/** One value as its element ([MS-PSRP] 2.2.5.1); null for what may be a list or an object. Throws Refusal. */
export function elementOf(value: unknown, attribute: string): string | null {
  const element = ([name, text]: readonly [string, string]): string => `<${name}${attribute}>${text}</${name}>`;
  switch (typeof value) {
    case "undefined":
      return `<Nil${attribute} />`;
    case "string":
      return element(["S", escapeText(value)]);
    case "boolean":
      return element(["B", String(value)]);
    case "number":
      return element(numberOf(value));
    case "bigint":
      return element(bigintOf(value));
    case "object":
      break;
    default:
      throw new Refusal(`is a ${typeof value}`);
  }
  if (value === null) return `<Nil${attribute} />`;
  if (isSecret(value)) throw new Refusal("is a Secret, which can only be a parameter's whole value");
  if (types.isDate(value)) return element(["DT", dateText(value)]);
  if (types.isUint8Array(value)) return element(["BA", Buffer.from(value).toString("base64")]);
  return null;
}

function numberOf(value: number): readonly [string, string] {
  if (Object.is(value, -0)) return ["Db", "-0"];
  if ((value | 0) === value) return ["I32", String(value)];
  if (Number.isSafeInteger(value)) return ["I64", String(value)];
  if (Number.isNaN(value)) return ["Db", "NaN"];
  if (!Number.isFinite(value)) return ["Db", value > 0 ? "INF" : "-INF"];
  return ["Db", String(value)];
}

function bigintOf(value: bigint): readonly [string, string] {
  if (value >= leastInt64 && value <= mostInt64) return ["I64", String(value)];
  if (value > 0n && value <= mostUInt64) return ["U64", String(value)];
  if (value <= mostDecimal && value >= -mostDecimal) return ["D", String(value)];
  throw new Refusal("is a number that is too large");
}

/** In UTC; .NET has the years 1 to 9999. */
function dateText(value: Date): string {
  const time = Date.prototype.getTime.call(value);
  if (Number.isNaN(time)) throw new Refusal("is a date that is none");
  const text = new Date(time).toISOString();
  if (!/^\d{4}-/.test(text) || text.startsWith("0000")) throw new Refusal("is a date that .NET does not have");
  return text;
}

import type { JsonValue } from "@idle/contract";
import { isObject } from "./value.ts";

/** The segments of a JSON Pointer (RFC 6901); none for "". */
export function parsePointer(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The pointer to what stands under this key, or at this place of a list. */
export function appendToPointer(pointer: string, segment: string | number): string {
  return `${pointer}/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The pointer as people write it: `steps[0].with.attributes`; keys with other characters in quotes. */
export function readablePointer(pointer: string): string {
  let text = "";
  for (const segment of parsePointer(pointer)) {
    if (/^\d+$/.test(segment)) text += `[${segment}]`;
    else if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(segment)) text += text === "" ? segment : `.${segment}`;
    else text += `['${segment}']`;
  }
  return text;
}

/** Whether the pointer is the other one, or leads to something inside of it. */
export function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || (pointer.startsWith(outer) && pointer[outer.length] === "/");
}

/** The value a pointer leads to, by own keys; undefined when there is none. */
export function valueAt(value: JsonValue, pointer: string): JsonValue | undefined {
  let here: JsonValue | undefined = value;
  for (const segment of parsePointer(pointer)) {
    if (Array.isArray(here)) here = here[Number(segment)];
    else here = isObject(here) && Object.hasOwn(here, segment) ? here[segment] : undefined;
  }
  return here;
}

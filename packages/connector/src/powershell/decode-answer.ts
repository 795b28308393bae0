/** What the agent says a script returned, in the shapes of the script port. The host looks at them as at any answer. */
import { isJsonObject } from "../scripts/guarded.ts";
import type { AgentMessage } from "./agent-channel.ts";

/** A value of a type that no attribute has. Its name stands where the host names the kind of a value. */
class ForeignValue {
  readonly typeName: string;

  constructor(typeName: string) {
    this.typeName = typeName;
  }
}

/** One line of a page: an entry. */
export function decodeEntry(message: AgentMessage): object {
  const { m, o, d, a, c, e } = message;
  const [code, name, detail] = listOf(e);
  return {
    modificationType: m,
    ...(typeof o === "string" && { objectType: o }),
    ...(typeof d === "string" && { dn: d }),
    ...(a !== undefined && { anchorAttributes: listOf(a).map(decodeAnchor) }),
    attributeChanges: listOf(c).map(decodeChange),
    ...(e !== undefined && {
      importError: {
        code,
        ...(typeof name === "string" && { name }),
        ...(typeof detail === "string" && { detail }),
      },
    }),
  };
}

/** Results of exported entries have anchors, which may be bytes. */
export function decodeResults(answer: unknown): object {
  const results = isJsonObject(answer) ? listOf(answer.results) : [];
  return {
    csEntryChangeResults: results.map((each) => {
      const result = isJsonObject(each) ? each : {};
      const { anchors, ...others } = result;
      return { ...others, ...(anchors !== undefined && { anchorAttributes: listOf(anchors).map(decodeAnchor) }) };
    }),
  };
}

function decodeAnchor(written: unknown): object {
  const [name, value] = listOf(written);
  return { name, value: decodeValue(value) };
}

function decodeChange(written: unknown): object {
  const [name, modificationType, added, deleted] = listOf(written);
  const changes = listOf(added).map((value) => ({ value: decodeValue(value) }) as object);
  for (const value of listOf(deleted)) changes.push({ value: decodeValue(value), modificationType: "Delete" });
  return { name, modificationType, valueChanges: changes };
}

function decodeValue(written: unknown): unknown {
  if (!isJsonObject(written)) return written;
  const { b, i, u } = written;
  if (typeof b === "string") return new Uint8Array(Buffer.from(b, "base64"));
  if (typeof i === "string") return BigInt(i);
  return new ForeignValue(typeof u === "string" ? u : "unknown");
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

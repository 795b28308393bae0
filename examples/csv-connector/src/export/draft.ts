/** What an object becomes by the attribute changes of an export. */
import {
  type AttributeChange,
  type ExportEntry,
  type ExportedValue,
  nameAttribute,
  passwordAttribute,
  type SchemaAttribute,
} from "@idle/connector";
import { isSecret, type Secret } from "@idle/contract";
import { fieldOf, textsOf } from "../cell.ts";
import type { Field } from "../csv/parse-record.ts";
import type { Directory, Entry, Target } from "../directory/directory.ts";
import { readName } from "../names.ts";
import { attributeOf, type ObjectType } from "../object-types.ts";
import { passwordProblem } from "../password/rules.ts";
import { changedTexts } from "./changed-values.ts";
import { Refused } from "./refused.ts";

export interface Draft {
  readonly next: Entry;
  readonly password: Secret | null;
  /** A reference names nobody: then no reference of the entry was taken, and all of them come again. */
  readonly lacksReferences: boolean;
}

/** `entry` with the changes of an export. Throws Refused, and CellError for a cell that cannot be read. */
export function draftOf(entry: Entry, { attributeChanges }: ExportEntry, directory: Directory): Draft {
  const { type } = entry;
  const cells = new Map(entry.cells);
  const references = new Map(entry.references);
  let password: Secret | null = null;
  let lacksReferences = false;
  for (const each of attributeChanges) {
    if (each.name === nameAttribute) continue;
    if (each.name === passwordAttribute) {
      password = expectPassword(each, type);
      continue;
    }
    const attribute = attributeOf(type, each.name);
    if (attribute === undefined || attribute.operation === "ImportOnly") {
      throw new Refused(
        "ExportErrorConstraintViolation",
        `${JSON.stringify(each.name)} of a ${type.name} cannot be set.`,
      );
    }
    if (attribute.dataType === "Reference") {
      const targets = changedTargets(entry.references.get(attribute.name) ?? [], each, attribute, directory);
      if (targets === null) lacksReferences = true;
      else references.set(attribute.name, targets);
    } else {
      const before = textsOf(cells.get(attribute.name) ?? null, attribute);
      cells.set(attribute.name, fieldOf(changedTexts(before, each, attribute), attribute));
      expectUnique(cells, attribute, entry, directory);
    }
  }
  const next = { ...entry, cells, references: lacksReferences ? entry.references : references };
  return { next, password, lacksReferences };
}

function expectUnique(
  cells: ReadonlyMap<string, Field>,
  { name }: SchemaAttribute,
  { id, type }: Entry,
  directory: Directory,
): void {
  const text = cells.get(name) ?? null;
  if (text === null || !type.unique.includes(name)) return;
  const holder = directory.holderOf(type, name, text);
  if (holder === undefined || holder.id === id) return;
  throw new Refused("ExportErrorConstraintViolation", `Another ${type.name} has the same ${name}.`);
}

function expectPassword({ valueChanges }: AttributeChange<ExportedValue>, type: ObjectType): Secret {
  const value = valueChanges[0]?.value;
  if (type.name !== "user" || !isSecret(value)) {
    throw new Refused("ExportErrorConstraintViolation", "Users have a password, which comes as a secret.");
  }
  const problem = passwordProblem(value.reveal());
  if (problem === null) return value;
  const code =
    problem.kind === "PasswordPolicyViolation"
      ? "ExportErrorPasswordPolicyViolation"
      : "ExportErrorInvalidAttributeValue";
  throw new Refused(code, problem.message);
}

/** Null when one of the new ones is nobody. */
function changedTargets(
  before: readonly Target[],
  change: AttributeChange<ExportedValue>,
  attribute: SchemaAttribute,
  directory: Directory,
): readonly Target[] | null {
  const keyOf = (dn: string) => readName(dn)?.key ?? dn;
  const known = new Map<string, Target>();
  const texts = before.map((target) => {
    const dn = "dn" in target ? target.dn : (directory.get(target.id)?.name.text ?? "");
    known.set(keyOf(dn), target);
    return dn;
  });
  const targets: Target[] = [];
  for (const dn of changedTexts(texts, change, attribute, keyOf)) {
    const entry = directory.named(keyOf(dn));
    const target = entry === undefined ? known.get(keyOf(dn)) : { id: entry.id };
    if (target === undefined) return null;
    targets.push(target);
  }
  return targets;
}

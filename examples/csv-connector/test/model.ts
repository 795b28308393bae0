/**
 * What the directory should be, written down in the simplest way: a tree of objects that refer to each other, names made of
 * the tree when somebody asks. For random changes to be compared with.
 */
export interface Thing {
  /** Null until the directory has told it. */
  id: string | null;
  readonly type: "organizationalUnit" | "user" | "group";
  rdn: string;
  /** Null for the root. */
  parent: Thing | null;
  readonly values: Map<string, Set<string>>;
  readonly references: Map<string, Set<Thing>>;
}

export interface Change {
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** `null` is somebody who is not there. */
  readonly refersTo?: Readonly<Record<string, readonly (Thing | null)[]>>;
}

export class Model {
  readonly things = new Set<Thing>();

  dn(thing: Thing): string {
    return `${thing.rdn},${thing.parent === null ? "DC=test" : this.dn(thing.parent)}`;
  }

  /** What an export of it has to say; the model is changed as far as that allows. */
  add(type: Thing["type"], rdn: string, parent: Thing | null, change: Change): { code: string; thing: Thing | null } {
    if (this.isTaken(rdn, parent)) return { code: "ExportErrorConnectedDirectoryExistingObject", thing: null };
    if (parent !== null && !this.things.has(parent)) return { code: "ExportErrorNonExistingParent", thing: null };
    if (parent !== null && parent.type !== "organizationalUnit") return { code: "ExportErrorInvalidDN", thing: null };
    const thing: Thing = { id: null, type, rdn, parent, values: new Map(), references: new Map() };
    if (this.isDoubleAccount(thing, change)) return { code: "ExportErrorConstraintViolation", thing: null };
    if (type === "user" && change.values?.accountName === undefined) {
      return { code: "ExportErrorMissingProvisioningAttribute", thing: null };
    }
    this.things.add(thing);
    return { code: this.set(thing, change), thing };
  }

  change(thing: Thing, place: { readonly rdn: string; readonly parent: Thing | null } | null, change: Change): string {
    if (!this.things.has(thing)) return "ExportErrorConnectedDirectoryMissingObject";
    if (place !== null) {
      const { rdn, parent } = place;
      if (this.isTaken(rdn, parent, thing)) return "ExportErrorConnectedDirectoryExistingObject";
      if (parent !== null && !this.things.has(parent)) return "ExportErrorNonExistingParent";
      if (parent !== null && parent.type !== "organizationalUnit") return "ExportErrorInvalidDN";
      for (let above = parent; above !== null; above = above.parent) if (above === thing) return "ExportErrorInvalidDN";
    }
    if (this.isDoubleAccount(thing, change)) return "ExportErrorConstraintViolation";
    if (place !== null) Object.assign(thing, place);
    return this.set(thing, change);
  }

  remove(thing: Thing): string {
    if (!this.things.has(thing)) return "Success";
    for (const each of this.things) if (each.parent === thing) return "ExportErrorConstraintViolation";
    this.things.delete(thing);
    for (const { references } of this.things) for (const targets of references.values()) targets.delete(thing);
    return "Success";
  }

  /** As a full import should bring it. */
  plain(): unknown {
    const rows = [...this.things].map((thing) => ({
      id: thing.id,
      type: thing.type,
      dn: this.dn(thing),
      values: Object.fromEntries([
        ["id", [thing.id]],
        ...[...thing.values].filter(([, set]) => set.size > 0).map(([name, set]) => [name, [...set].toSorted()]),
        ...[...thing.references]
          .filter(([, set]) => set.size > 0)
          .map(([name, set]) => [name, [...set].map((each) => this.dn(each)).toSorted()]),
      ]),
    }));
    return rows.toSorted((one, other) => (String(one.id) < String(other.id) ? -1 : 1));
  }

  private set(thing: Thing, { values = {}, refersTo = {} }: Change): string {
    for (const [name, list] of Object.entries(values)) thing.values.set(name, new Set(list));
    const targets = Object.entries(refersTo);
    if (targets.some(([, list]) => list.some((each) => each === null || !this.things.has(each) || each === thing))) {
      return targets.some(([, list]) => list.includes(thing)) ? "self" : "ExportActionRetryReferenceAttribute";
    }
    for (const [name, list] of targets) thing.references.set(name, new Set(list.filter((each) => each !== null)));
    return "Success";
  }

  private isTaken(rdn: string, parent: Thing | null, self?: Thing): boolean {
    return [...this.things].some((each) => each !== self && each.parent === parent && each.rdn === rdn);
  }

  private isDoubleAccount(thing: Thing, { values = {} }: Change): boolean {
    const [name] = values.accountName ?? [];
    return [...this.things].some(
      (each) => each !== thing && name !== undefined && each.values.get("accountName")?.has(name),
    );
  }
}

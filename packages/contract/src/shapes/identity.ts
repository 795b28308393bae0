import type { JsonScalar, JsonValue } from "../json.ts";
import type { Read, Write } from "../method.ts";
import type { Secret } from "../secret.ts";

type BinaryValue = { readonly base64: string };
/** A value of an attribute. `{ base64 }` is binary; a list is a multi-valued attribute; null is "not set". */
export type AttributeValue = JsonScalar | BinaryValue | readonly (JsonScalar | BinaryValue)[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** An identity's account as a target system has it now. */
export type Identity = {
  readonly identityKey: string;
  /**
   * What the system gives to one object and never to another, such as a GUID: by it the engine notices that somebody else
   * has got the key since a plan was made. Absent where the system has no such thing.
   */
  readonly id?: string;
  readonly enabled: boolean;
  /** Where it stands, in the system's own notation (a DN of an organisational unit, say). */
  readonly container?: string;
  readonly attributes: Attributes;
};

export interface IdentityArgs {
  /** Whatever the system takes to find one identity: a login name, a GUID, a DN. */
  readonly identityKey: string;
}

export interface GetIdentityArgs extends IdentityArgs {
  /**
   * Where the caller means to create the identity if it is not there, or to move it. A provider that can tell refuses a
   * place that is not there with `InvalidInput`, so that a plan fails, and no run in its middle. Others leave it alone.
   */
  readonly about?: { readonly createIn?: string; readonly moveTo?: string };
}

/** Which identities to list. Conditions are joined by "and"; none means all. */
export interface IdentityFilter {
  readonly enabled?: boolean;
  /** Exact values, compared as the system compares them. */
  readonly attributes?: Attributes;
}

/** A password that the provider makes, to the target system's policy, or the one to set. */
export type InitialPassword = { readonly generate: true } | Secret;

export interface CreateIdentityArgs extends IdentityArgs {
  readonly attributes: Attributes;
  readonly container?: string;
  /** Default false. */
  readonly enabled?: boolean;
  readonly initialPassword?: InitialPassword;
}

export interface CreateIdentityResult {
  /** The key as the system has it. */
  readonly identityKey: string;
  /** False when it was there already; then nothing of it was touched. */
  readonly changed: boolean;
  /** `initialPassword` is there when the provider generated one; it leaves the step only sealed. */
  readonly outputs?: { readonly initialPassword?: Secret; readonly [name: string]: JsonValue | Secret | undefined };
}

export type AttributeResult = {
  /** As `getIdentity` names it; a preview uses it as the path of its change. */
  readonly name: string;
  readonly changed: boolean;
  /** The value before, in the system's normal form; null when it was absent. */
  readonly before?: AttributeValue;
  /** The value after, in the system's normal form; null when it was cleared. */
  readonly after?: AttributeValue;
};

export interface EnsureAttributesArgs extends IdentityArgs {
  /** null or `""` clears. */
  readonly attributes: Attributes;
}

export type EnsureAttributesResult = {
  readonly changed: boolean;
  /** One entry for each attribute asked for, in that order. */
  readonly attributes: readonly AttributeResult[];
};

export interface PreviewAttributesArgs extends EnsureAttributesArgs {
  /** null is "not set". Taken as current in place of the system's values; with `created`, the identity holds nothing else. */
  readonly assume?: { readonly created?: boolean; readonly attributes: Attributes };
}

export type Changed = {
  readonly changed: boolean;
};

/** The methods behind the `IdLE.Identity.*` capabilities. */
export interface IdentityCapabilities {
  "IdLE.Identity.Read": {
    /** null when there is no such identity. */
    getIdentity: Read<GetIdentityArgs, Identity | null>;
  };
  "IdLE.Identity.List": {
    listIdentities: Read<{ readonly filter?: IdentityFilter }, AsyncIterable<Identity>>;
  };
  "IdLE.Identity.Create": {
    createIdentity: Write<CreateIdentityArgs, CreateIdentityResult>;
  };
  "IdLE.Identity.Attribute.Ensure": {
    /** What `ensureAttributes` would return, by the same comparison. */
    previewAttributes: Read<PreviewAttributesArgs, EnsureAttributesResult>;
    ensureAttributes: Write<EnsureAttributesArgs, EnsureAttributesResult>;
  };
  "IdLE.Identity.Enable": {
    enableIdentity: Write<IdentityArgs, Changed>;
  };
  "IdLE.Identity.Disable": {
    disableIdentity: Write<IdentityArgs, Changed>;
  };
  "IdLE.Identity.Move": {
    moveIdentity: Write<IdentityArgs & { readonly targetContainer: string }, Changed>;
  };
  "IdLE.Identity.Delete": {
    /** An identity that is not there is `changed: false`. */
    deleteIdentity: Write<IdentityArgs, Changed>;
  };
  "IdLE.Identity.RevokeSessions": {
    revokeSessions: Write<IdentityArgs, Changed>;
  };
}

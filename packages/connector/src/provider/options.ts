import type { OpenConnectorOptions } from "../connector.ts";
import type { ConnectorScripts } from "../model/slots.ts";

/** A value of an attribute that says whether somebody is enabled; null is "no value". */
type StateValue = string | number | boolean | null;

export interface ConnectorProviderOptions extends Pick<OpenConnectorOptions, "secrets" | "now" | "setTimer"> {
  /** The path of a connector.yaml, relative to the working folder, or what would stand in it. */
  readonly definition: string | object;
  /** The scripts themselves, in place of what the definition names. */
  readonly scripts?: ConnectorScripts;
  /** Where the connector space stands, in place of what the definition says; relative to the working folder. */
  readonly folder?: string;
  /** The object type of identities, by the schema's name. */
  readonly objectType: string;
  /**
   * By which attribute's value identities are called: a single-valued one of the type String; or `DN`. Default: the type's
   * only anchor where it is a String, else the distinguished name.
   */
  readonly identityKey?: string;
  /** With names in the style LDAP: what the name of a new identity begins with, such as `CN`. */
  readonly rdnAttribute?: string;
  /** Of which attribute the name of a new identity is made. Default: its key. */
  readonly rdnFrom?: string;
  /** With names in the style LDAP: where identities are created when a workflow does not say. Default: it must say. */
  readonly container?: string;
  /**
   * Which values of an attribute say that somebody is enabled, and disabled. Whatever is not the value for disabled counts
   * as enabled. Default: enabling and disabling are not advertised, and everybody is enabled.
   */
  readonly enabled?: {
    readonly attribute: string;
    readonly enabled: StateValue;
    readonly disabled: StateValue;
  };
  /** What grants access. Default: entitlements are not advertised. */
  readonly entitlements?: {
    /** How workflows call the kind, such as `Group`. */
    readonly kind: string;
    /**
     * A multi-valued attribute of the identity's own object, whose values are the ids; with `of` the multi-valued reference
     * of objects of that type to those who have them.
     */
    readonly attribute: string;
    /** The object type of what is granted: ids are the names of its objects, where there are none their anchors. */
    readonly of?: string;
    /** With `of`: which of its attributes people call it by. */
    readonly displayName?: string;
  };
  /** Whether identities can be deleted; only then is `IdLE.Identity.Delete` advertised. Default false. */
  readonly allowDelete?: boolean;
  /**
   * How sessions are ended. `resetPassword`: a new password that nobody is told, for connectors that set passwords; only
   * then is `IdLE.Identity.RevokeSessions` advertised. Default `none`.
   */
  readonly revokeSessions?: "none" | "resetPassword";
  /**
   * Where reads look. `import`: at the system, by an import before the first read, after each write, and when the last one
   * is older than `maxAgeSeconds`. `space`: at what the last import left, with what was exported since and went well.
   * Default `import`; `space` where the connector does not import.
   */
  readonly read?: "import" | "space";
  /** How long an import stands for what the system has, in seconds. Default 60. */
  readonly maxAgeSeconds?: number;
}

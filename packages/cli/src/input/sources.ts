export type DocumentKind = "workflow" | "request" | "configuration" | "test" | "connector";

export interface Source {
  readonly text: string;
  readonly kind: DocumentKind;
}

/** The texts that were read, by the name messages call them, for showing the line a diagnostic is about. */
export interface Sources {
  /** Default: a workflow. */
  remember(file: string, text: string | Uint8Array, kind?: DocumentKind): void;
  sourceOf(file: string): Source | undefined;
  /** Further secret names, as soon as the configuration is known; none when there is none. */
  addSecretNames(names: readonly string[]): void;
  /** null while they are not known. */
  secretNames(): readonly string[] | null;
}

export function createSources(): Sources {
  const sources = new Map<string, { readonly text: string | Uint8Array; readonly kind: DocumentKind }>();
  let secretNames: readonly string[] | null = null;
  return {
    remember: (file, text, kind = "workflow") => void sources.set(file, { text, kind }),
    sourceOf(file) {
      const source = sources.get(file);
      if (source === undefined) return undefined;
      const { text, kind } = source;
      return { text: text instanceof Uint8Array ? new TextDecoder().decode(text) : text, kind };
    },
    addSecretNames(names) {
      secretNames = [...(secretNames ?? []), ...names];
    },
    secretNames: () => secretNames,
  };
}

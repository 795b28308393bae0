/** The texts that were read, by the name messages call them, for showing the line a diagnostic is about. */
export interface Sources {
  remember(file: string, text: string | Uint8Array): void;
  textOf(file: string): string | undefined;
}

export function createSources(): Sources {
  const texts = new Map<string, string | Uint8Array>();
  return {
    remember: (file, text) => void texts.set(file, text),
    textOf(file) {
      const text = texts.get(file);
      return text instanceof Uint8Array ? new TextDecoder().decode(text) : text;
    },
  };
}

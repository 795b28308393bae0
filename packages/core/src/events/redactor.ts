import type { ErrorData, JsonValue } from "@idle/contract";

/** Takes secrets out of what leaves the engine. Made for one plan or run, whose secrets it learns as they turn up. */
export interface Redactor {
  /** Whole and without case, from the closed list and the host's names. */
  isSecretName(name: string): boolean;
  /** From then on also by value: inside of texts from 6 characters on, as the whole text when shorter. */
  addValue(value: string): void;
  /** A text without the known values. */
  text(text: string): string;
  /** A copy as plain JSON without secrets, whatever is handed in. Never throws. */
  data(value: unknown): JsonValue;
  /** Anything that was thrown, as data: with its causes, without stacks and secrets. Never throws. */
  error(error: unknown): ErrorData;
}

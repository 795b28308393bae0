/** What of a file system is needed, so that tests can hand in one that breaks in the middle. */
export interface Files {
  /** The whole text; null when there is no such file. */
  read(path: string): Promise<string | null>;
  /** For reading; null when there is no such file. What is renamed or written anew meanwhile does not change it. */
  open(path: string): Promise<OpenFile | null>;
  /** Writes a file from its beginning; it is on the disk when this resolves. Only the owner may read a private one. */
  write(path: string, pieces: Iterable<string>, isPrivate: boolean): Promise<void>;
  /** Writes at a place, and cuts off what was behind it. On the disk when this resolves. Resolves with the new length. */
  writeAt(path: string, offset: number, text: string): Promise<number>;
  /** False when there is one of that name. */
  create(path: string, text: string): Promise<boolean>;
  /** In place of whatever has the new name. */
  rename(from: string, to: string): Promise<void>;
  /** Gone is gone: no error when there is no such file. */
  remove(path: string): Promise<void>;
  list(folder: string): Promise<readonly string[]>;
  /** Whether what is in a folder may be read, and changed. */
  mayUse(folder: string): Promise<boolean>;
  /** Renames in a folder are on the disk when this resolves. */
  sync(folder: string): Promise<void>;
}

export interface OpenFile {
  readonly size: number;
  /** The bytes from one place to before another, a piece at a time. */
  read(from: number, to: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

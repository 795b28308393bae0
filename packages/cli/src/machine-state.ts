import type { SharedState } from "@idle/contract";
import { createFolderState } from "@idle/core";

export interface MachineState extends SharedState {
  /** Why it could not be used, the first time; null while it could. */
  problem(): unknown;
}

/** What runs on this machine share, in a folder that is made when a step first needs it. */
export function createMachineState(folder: string): MachineState {
  const state = createFolderState(folder);
  let problem: unknown = null;
  const noting = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      problem ??= error;
      throw error;
    }
  };
  return {
    problem: () => problem,
    tryLock: (name) => noting(state.tryLock(name)),
    read: (name) => noting(state.read(name)),
    write: (name, value) => noting(state.write(name, value)),
  };
}

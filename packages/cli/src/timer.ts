/** Calls back once after a time; gives a function that cancels. */
export type SetTimer = (milliseconds: number, callback: () => void) => () => void;

/** The process's timers. */
export const setProcessTimer: SetTimer = (milliseconds, callback) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};

import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import { shortName } from "../catalogue/step-example.ts";
import type { Candidate } from "./wanted.ts";

/**
 * The built-in step types, by their last word or in full, whichever was begun, in any case as idle steps takes them. Those of the configuration's packages are
 * not among them: the Tab key must not run the code of the folder one stands in.
 */
export function stepTypeCandidates(current: string): Candidate[] {
  const types = [...commonSteps, ...directorySyncSteps].map(({ type, description }) => ({ type, description }));
  const inFull = types.map(({ type, description }) => ({ value: type, description }));
  const short = types.map(({ type, description }) => ({ value: shortName(type), description }));
  const folded = current.toLowerCase();
  const begun = (candidates: Candidate[]) => {
    const exact = candidates.filter(({ value }) => value.startsWith(current));
    return exact.length > 0 ? exact : candidates.filter(({ value }) => value.toLowerCase().startsWith(folded));
  };
  return begun(short).length > 0 ? begun(short) : begun(inFull);
}

import { didYouMean } from "@idle/contract";
import { expect, it } from "vitest";
import { suggest } from "../../src/diagnostics/did-you-mean.ts";

const known = ["name", "lifecycleEvent", "steps", "onFailureSteps", "with"];

it.each([
  ["lifecycelEvent", "lifecycleEvent"],
  ["LifecycleEvent", "lifecycleEvent"],
  ["lifecycle_event", "lifecycleEvent"],
  ["step", "steps"],
  ["nmae", "name"],
  ["wiht", "with"],
  ["on_failure_steps", "onFailureSteps"],
])("%s: %s was meant", (word, meant) => {
  expect(didYouMean(word, known)).toBe(meant);
});

it.each(["", "description", "x", "constructor", "steps!!!!", "a".repeat(10_000)])("%s: nothing is near", (word) => {
  expect(didYouMean(word, known)).toBeUndefined();
});

it("gives a sentence and a field, or neither", () => {
  expect(suggest("nmae", known)).toEqual({ sentence: ' Did you mean "name"?', field: { suggestion: "name" } });
  expect(suggest("other", known)).toEqual({ sentence: "", field: {} });
});

import { Secret } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { createProcessRedactor } from "../../src/redaction/process-redactor.ts";

describe("the redactor of the process", () => {
  it("knows what anybody reveals, and what nobody did stays as it is", () => {
    const redactor = createProcessRedactor();
    new Secret("planted-revealed").reveal();
    new Secret("planted-kept");
    expect(redactor.text("planted-revealed planted-kept")).toBe("[REDACTED] planted-kept");
  });

  it("keeps what it knows when further names come", () => {
    const redactor = createProcessRedactor();
    redactor.addValue("planted-value");
    redactor.addNames(["employeePin"]);
    redactor.addNames(["badge"]);
    expect(redactor.data({ employeePin: 1, badge: 2, note: "planted-value" })).toEqual({
      employeePin: "[REDACTED]",
      badge: "[REDACTED]",
      note: "[REDACTED]",
    });
    expect(redactor.isSecretName("EMPLOYEEPIN")).toBe(true);
    const { message, cause } = redactor.error(new Error("planted-value", { cause: new Error("x planted-value") }));
    expect([message, cause?.message]).toEqual(["[REDACTED]", "x [REDACTED]"]);
  });
});

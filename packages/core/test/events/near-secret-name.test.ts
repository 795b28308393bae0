import { describe, expect, it } from "vitest";
import { createNearSecretNames } from "../../src/events/near-secret-name.ts";

const isNear = createNearSecretNames(["badgePin"]);

describe("a key that was probably meant as a secret's name", () => {
  it.each([
    "password",
    "PASSWORD",
    "pasword",
    "passwd",
    "pass-word",
    "api_key",
    "tokne",
    "pdw",
    "clientSecert",
    "badgePinn",
  ])("is %s", (key) => expect(isNear(key)).toBe(true));

  it.each([
    "id",
    "name",
    "path",
    "with",
    "none",
    "type",
    "in",
    "all",
    "use",
    "tokenGroups",
    "accountName",
    "context",
    "x".repeat(5000),
  ])("is not %s", (key) => expect(isNear(key)).toBe(false));
});

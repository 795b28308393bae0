import { expect, it } from "vitest";
import { idlePlugin } from "../src/plugin.ts";

const make = (options: Parameters<NonNullable<typeof idlePlugin.createProvider>>[0]) => async () =>
  idlePlugin.createProvider?.(options);

it.each([
  [{}, "url must be an address"],
  [{ url: "badges" }, "url must be an address"],
  [{ url: "http://badges.example/" }, "must begin with https://"],
  [{ url: "https://jane:secret@badges.example/" }, "must hold no account"],
  [{ url: "https://badges.example/", timeoutSeconds: 0 }, "timeoutSeconds must be a number"],
  [{ url: "https://badges.example/", timeOut: 5 }, 'no option "timeOut"'],
])("options %j are refused, with a reason", async (options, reason) => {
  await expect(make(options)()).rejects.toMatchObject({
    code: "InvalidInput",
    message: expect.stringContaining(reason),
  });
});

it("options that are right make a provider", async () => {
  expect(await make({ url: "https://badges.example/api", timeoutSeconds: 5 })()).toMatchObject({
    name: "Badge system",
  });
});

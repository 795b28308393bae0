/** Every account once, however many pages there are, and no page more than somebody reads. */
import { Secret } from "@idle/contract";
import { afterAll, beforeEach, expect, it } from "vitest";
import { createBadgeSystemProvider } from "../src/badge-system-provider.ts";
import { account, startPretendServer } from "./pretend-server.ts";

const server = await startPretendServer();
afterAll(() => server.close());
beforeEach(() => server.reset(["a", "b", "c & d", "e", "f"].map((id) => ({ id, active: id !== "e", fields: {} }))));

const provider = createBadgeSystemProvider({ url: server.url });
const session = { userName: account.userName, password: new Secret(account.password) };
const call = { session, signal: new AbortController().signal };

it("lists every page", async () => {
  const keys: string[] = [];
  for await (const { identityKey } of provider.listIdentities(call)) keys.push(identityKey);
  expect(keys).toEqual(["a", "b", "c & d", "e", "f"]);
  expect(server.requests).toEqual(["GET /accounts", "GET /accounts?after=b", "GET /accounts?after=e"]);
});

it("asks for no page that nobody reads", async () => {
  for await (const _ of provider.listIdentities(call)) break;
  expect(server.requests).toEqual(["GET /accounts"]);
});

it("ends between two pages when the engine aborts", async () => {
  const controller = new AbortController();
  const seen: string[] = [];
  const list = async () => {
    for await (const { identityKey } of provider.listIdentities({ session, signal: controller.signal })) {
      seen.push(identityKey);
      controller.abort(new Error("enough"));
    }
  };
  await expect(list()).rejects.toThrow("enough");
  expect(seen).toEqual(["a", "b"]);
});

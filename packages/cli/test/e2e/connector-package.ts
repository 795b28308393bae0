/** Puts the connector of fixtures/directory-connector, its system and its definitions into a folder of a workspace. */
import { readFileSync } from "node:fs";
import type { Workspace } from "./workspace.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/directory-connector/${name}`, import.meta.url), "utf8");

/** With every kind of access. */
export const definition = fixture("connector.yaml");
/** Without names: objects are known by their anchor. */
const plainDefinition = fixture("plain.connector.yaml");

export const nord = "DC=nord,DC=example";
export const people: readonly object[] = JSON.parse(fixture("system.json")).users;

export const env = {
  ACME_PASSWORD: "planted-service-password",
  NEW: "planted-new-password",
  SHORT: "planted",
  OLD: "planted-old",
};

export function writeConnector(work: Workspace, folder = "."): void {
  for (const name of ["package.json", "index.js"]) {
    work.write(`${folder}/node_modules/@acme/directory/${name}`, fixture(name));
  }
  work.write(`${folder}/connector.yaml`, definition);
  work.write(`${folder}/plain.connector.yaml`, plainDefinition);
  writeSystem(work, {}, folder);
}

/** The connected system, with how its connector is to behave. */
export function writeSystem(work: Workspace, more: object = {}, folder = "."): void {
  work.write(`${folder}/system.json`, { sequence: 10, users: people, ...more });
}

/** Identities one below the other, for people. */
import type { Identity } from "@idle/contract";
import type { Style } from "./style.ts";
import { type Column, cell, createTable, type Table } from "./table.ts";
import { showValue } from "./value.ts";

const key: Column<Identity> = { title: "key", text: ({ identityKey }) => cell(identityKey), narrowest: 16 };
const state: Column<Identity> = {
  title: "state",
  text: ({ enabled }) => (enabled ? "enabled" : "disabled"),
  paint: ({ enabled }, { yellow }) => (enabled ? null : yellow),
  narrowest: 8,
};
const name: Column<Identity> = { title: "name", text: displayNameOf, narrowest: 12 };
const container: Column<Identity> = {
  title: "container",
  text: ({ container: place }) => (place === undefined ? "" : cell(place)),
  narrowest: 12,
};
/** The key gives way last, which people type again. */
const columns = { all: [key, state, name, container], shrinking: [container, name, key] };

export function createIdentityTable(firstPage: readonly Identity[], style: Style): Table<Identity> {
  return createTable(columns, firstPage, style);
}

/** Whatever case the system writes the name of the attribute in. */
function displayNameOf({ attributes }: Identity): string {
  const found = Object.hasOwn(attributes, "DisplayName")
    ? "DisplayName"
    : Object.keys(attributes).find((each) => each.toLowerCase() === "displayname");
  const value = found === undefined ? null : (attributes[found] ?? null);
  if (value === null || value === "") return "";
  return typeof value === "string" ? cell(value) : showValue(value);
}

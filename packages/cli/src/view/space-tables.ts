/** What a connector space has many of, one below the other: objects, runs, errors. */
import type { ObjectError, RunSummary, SpaceObject } from "@idle/connector";
import { objectLabel } from "../connector/as-json.ts";
import { countLines } from "./connector-run-view.ts";
import { showDuration } from "./duration.ts";
import { layOut } from "./lay-out.ts";
import { objectErrorLine } from "./object-error-lines.ts";
import { messageText } from "./short-text.ts";
import type { Style } from "./style.ts";
import { type Column, cell, createTable, type Table } from "./table.ts";

const name: Column<SpaceObject> = { title: "name", text: (each) => cell(objectLabel(each)), narrowest: 20 };
const type: Column<SpaceObject> = { title: "type", text: ({ objectType }) => cell(objectType), narrowest: 8 };
const state: Column<SpaceObject> = {
  title: "state",
  text: ({ state: text }) => text,
  paint: ({ state: text }, { yellow }) => (text === "imported" ? null : yellow),
  narrowest: 14,
};
const partition: Column<SpaceObject> = {
  title: "partition",
  text: ({ partition: dn }) => (dn === null ? "" : cell(dn)),
  narrowest: 12,
};
const objectColumns = { all: [name, type, state, partition], shrinking: [partition, type, state, name] };

export function createObjectTable(firstPage: readonly SpaceObject[], style: Style): Table<SpaceObject> {
  return createTable(objectColumns, firstPage, style);
}

const run: Column<RunSummary> = { title: "run", text: ({ run: number }) => String(number), narrowest: 3 };
const what: Column<RunSummary> = {
  title: "what",
  text: ({ kind, type: how }) => `${how === "Full" ? "full" : "delta"} ${kind}`,
  narrowest: 12,
};
const where: Column<RunSummary> = {
  title: "partition",
  text: ({ partition: dn }) => (dn === null ? "" : cell(dn)),
  narrowest: 8,
};
const started: Column<RunSummary> = {
  title: "started",
  text: ({ started: time }) => cell(withoutFraction(time)),
  narrowest: 10,
};
const took: Column<RunSummary> = {
  title: "took",
  text: ({ started: from, ended: to }) => (to === null ? "" : showDuration(Date.parse(to) - Date.parse(from))),
  narrowest: 5,
};
/** To the second, which is what people look for. */
function withoutFraction(time: string): string {
  return time.replace(/\.\d+Z$/, "Z");
}

const words: Readonly<Record<RunSummary["status"], string>> = {
  running: "under way",
  done: "done",
  failed: "failed",
  cutOff: "cut off",
};
const status: Column<RunSummary> = {
  title: "status",
  text: ({ status: text }) => words[text],
  paint: ({ status: text }, { red, yellow }) => (text === "done" ? null : text === "running" ? yellow : red),
  narrowest: 7,
};
const runColumns = { all: [run, what, where, started, took, status], shrinking: [where, started, took] };

/** A run is a row, with what it did or why it failed below. */
export function createRunTable(firstPage: readonly RunSummary[], style: Style): Table<RunSummary> {
  const table = createTable(runColumns, firstPage, style);
  const below = (each: RunSummary) => {
    const texts = each.status === "done" ? countLines(each) : [];
    const message = each.message === null ? [] : [messageText(each.message, style)];
    return layOut(
      [...texts, ...message].map((text) => ({ indent: 5, pieces: [{ text, paint: style.dim }] })),
      style.width,
    );
  };
  return { head: table.head, row: (each) => table.row(each) + below(each) };
}

export function createErrorTable(_: readonly ObjectError[], style: Style): Table<ObjectError> {
  return { head: "", row: (error) => layOut([objectErrorLine(error, style)], style.width) };
}

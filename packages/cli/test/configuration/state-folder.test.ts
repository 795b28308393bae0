import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type Surroundings, stateFolderOf } from "../../src/configuration/state-folder.ts";

const home = resolve("/home/jane");
const around = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv = {}): Surroundings => ({
  platform,
  environment,
  home: () => home,
});
const state = resolve("/var/state");

describe("the state folder", () => {
  it.each<[string, Surroundings, string]>([
    ["Linux", around("linux"), join(home, ".local/state/idle")],
    ["Linux that says where", around("linux", { XDG_STATE_HOME: state }), join(state, "idle")],
    ["Linux that says so relatively", around("linux", { XDG_STATE_HOME: "state" }), join(home, ".local/state/idle")],
    ["Linux that says nothing", around("linux", { XDG_STATE_HOME: "" }), join(home, ".local/state/idle")],
    ["macOS", around("darwin", { XDG_STATE_HOME: state }), join(home, "Library/Application Support/idle")],
    ["Windows", around("win32", { LOCALAPPDATA: state }), join(state, "idle")],
    ["Windows that does not say", around("win32"), join(home, "AppData/Local/idle")],
  ])("of %s", (_, surroundings, expected) => {
    expect(stateFolderOf(null, surroundings)).toBe(expected);
    expect(stateFolderOf({ path: resolve("/etc/idle.config.yaml"), stateFolder: null }, surroundings)).toBe(expected);
  });

  it("that the configuration names is relative to the configuration", () => {
    const path = resolve("/etc/idle/idle.config.yaml");
    const folderOf = (stateFolder: string) => stateFolderOf({ path, stateFolder }, around("linux"));
    expect(folderOf("state")).toBe(resolve("/etc/idle/state"));
    expect(folderOf("../state")).toBe(resolve("/etc/state"));
    expect(folderOf(state)).toBe(state);
  });
});

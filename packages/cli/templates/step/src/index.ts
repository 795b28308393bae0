/** What a configuration's `steps`, and the import of a host that is code, find. */
export { idlePlugin } from "./plugin.ts";
export { templateName } from "./template-name.ts";

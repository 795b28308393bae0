/** What a configuration's `use`, and the import of a host that is code, find. */
export { idlePlugin } from "./plugin.ts";
export { createTemplateNameProvider, type TemplateNameOptions } from "./template-name-provider.ts";

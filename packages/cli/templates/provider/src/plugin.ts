import type { IdlePlugin } from "@idle/contract";
import { readOptions } from "./options.ts";
import { createTemplateNameProvider } from "./template-name-provider.ts";

export const idlePlugin: IdlePlugin = {
  contractVersion: 1,
  createProvider: (options) => createTemplateNameProvider(readOptions(options)),
};

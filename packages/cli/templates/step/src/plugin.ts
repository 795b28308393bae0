import type { IdlePlugin } from "@idle/contract";
import { templateName } from "./template-name.ts";

export const idlePlugin: IdlePlugin = { contractVersion: 1, steps: [templateName] };

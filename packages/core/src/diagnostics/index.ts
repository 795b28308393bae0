/**
 * diagnostics: problems in what users wrote, as data. In: a code, words and a spot. Out: `Diagnostic` objects, and the
 * text a terminal shows of them.
 */
export { didYouMean } from "@idle/contract";
export { escapeText } from "./escape.ts";
export { renderDiagnostic } from "./render.ts";
export { displayWidth } from "./width.ts";

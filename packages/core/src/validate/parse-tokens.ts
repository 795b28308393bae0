import { CST, Lexer, Parser } from "yaml";
import type { TextProblem } from "./source-text.ts";

export const maxDepth = 64;
const maxAliases = 100;

export interface TokenStream {
  /** The concrete syntax of the text; null when it was refused. */
  readonly tokens: readonly CST.Token[] | null;
  /** Where quotes open that nothing closes. */
  readonly openQuotes: readonly number[];
  readonly problems: readonly TextProblem[];
}

/**
 * YAML text to concrete syntax, lexeme by lexeme, so that deep nesting and masses of aliases are refused before anything
 * is built from them. Tags and directives, which are refused as well, are found on the way.
 */
export function parseTokens(text: string): TokenStream {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const problems: TextProblem[] = [];
  const refuse = (problem: TextProblem): TokenStream => ({ tokens: null, openQuotes: [], problems: [problem] });
  const openQuotes: number[] = [];
  let aliases = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    const offset = parser.offset;
    const length = Math.max(1, lexeme.length);
    if (isScalar) {
      isScalar = false;
    } else {
      switch (lexeme.charCodeAt(0)) {
        case 0x1f:
          isScalar = true;
          break;
        case 0x2a:
          aliases += 1;
          if (aliases > maxAliases) {
            const message = `The file uses more than ${maxAliases} aliases. Write the values out.`;
            return refuse({ code: "TooManyAliases", message, offset, length });
          }
          break;
        case 0x22:
        case 0x27:
          if (lexeme.length === 1 || lexeme.at(-1) !== lexeme[0]) openQuotes.push(offset);
          break;
        case 0x21:
          problems.push({ code: "TagRefused", message: tagMessage(lexeme), offset, length });
          break;
        case 0x25: {
          const message = "Directives are not allowed. Remove the line; the file is read as YAML 1.2.";
          problems.push({ code: "DirectiveRefused", message, offset, length: lexeme.trimEnd().length });
          break;
        }
      }
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The document and the scalar being read stand on the stack too.
    if (parser.stack.length > maxDepth && depth(parser.stack) > maxDepth) {
      const message = `Lists and objects are nested more than ${maxDepth} levels deep here. Flatten them.`;
      return refuse({ code: "NestingTooDeep", message, offset, length: 1 });
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens, openQuotes, problems };
}

function depth(stack: readonly CST.Token[]): number {
  return stack.filter((token) => CST.isCollection(token)).length;
}

function tagMessage(tag: string): string {
  if (/^!!(int|float|bool|null)$/.test(tag)) return `The tag ${tag} is not allowed. Write the plain value.`;
  if (tag === "!!str" || tag === "!") return `The tag ${tag} is not allowed. Put the text in quotes.`;
  return "Tags are not allowed. Write the value without one.";
}

/** Texts that break adapters which build queries, file names or command lines from values. By what is odd about them. */
export const oddTexts: Readonly<Record<string, string>> = {
  quotes: `O'Brien "Bob" \`x\``,
  commas: "Doe, Jane, DC=example",
  hash: "#42#",
  star: "a*b*",
  parentheses: "a)(uid=*)",
  backslash: "back\\slash\\2a",
  umlauts: "Jürgen Größe",
  emoji: "👩‍💻 party 🎉",
  length: "x".repeat(1000),
  blanks: "  around  ",
};

/** A secret is found in every way a writer writes it, and nothing else is. */
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePercent } from "../../src/events/decoded-text.ts";
import { createSecretValues } from "../../src/events/secret-values.ts";

const hidden = "[REDACTED]";
type Writer = (value: string) => string;

const hexOf = (value: string) => Buffer.from(value).toString("hex").toUpperCase();
const everyByte: Writer = (value) => hexOf(value).replace(/../g, "%$&");
const strict: Writer = (value) => encodeURIComponent(value.toWellFormed()).replace(/[!'()*]/g, everyByte);
const lowerHex = (write: Writer): Writer => {
  return (value) => write(value).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
};
const form: Writer = (value) => new URLSearchParams({ v: value }).toString().slice(2);
const url = (part: "username" | "search" | "hash" | "pathname"): Writer => {
  return (value) => {
    const made = new URL("https://x.example/");
    made[part] = part === "username" ? value : `/${value}/`;
    return made.href;
  };
};
const json: Writer = (value) => JSON.stringify(value);
const escapeUnits = (digits: (hex: string) => string): Writer => {
  return (value) =>
    value.replace(/[\s\S]/g, (unit) => `\\u${digits(unit.charCodeAt(0).toString(16).padStart(4, "0"))}`);
};
const base64 = (before: string, encoding: BufferEncoding, as: "base64" | "base64url" = "base64"): Writer => {
  return (value) => Buffer.from(`${before}${value}:~?>`, encoding).toString(as);
};
const wrap = (width: number, lineBreak: string, write: Writer): Writer => {
  return (value) =>
    write(`${value}${"padding of a long line ".repeat(5)}`).replace(/[\s\S]{8}/g, (part, at: number) => {
      return at % width < 8 ? `${lineBreak}${part}` : part;
    });
};

const writers: Readonly<Record<string, Writer>> = {
  "in clear": (value) => value,
  "with U+FFFD for lone surrogates": (value) => value.toWellFormed(),
  encodeURIComponent: (value) => encodeURIComponent(value.toWellFormed()),
  "RFC 3986, strictly": strict,
  "RFC 3986, in lower case": lowerHex(strict),
  "RFC 3986, but slashes": (value) => strict(value).replaceAll("%2F", "/"),
  "RFC 3986, with + for blanks": (value) => strict(value).replaceAll("%20", "+"),
  "every byte encoded": everyByte,
  "every other character encoded": (value) =>
    Array.from(value.toWellFormed(), (char, at) => (at % 2 === 0 || char === "%" ? everyByte(char) : char)).join(""),
  "as a form": form,
  "as a form in a URL": (value) => strict(form(value)),
  "encoded twice": (value) => strict(strict(value)),
  "user name of a URL": url("username"),
  "query of a URL": url("search"),
  "fragment of a URL": url("hash"),
  JSON: json,
  "JSON in JSON": (value) => json(json(value)),
  "JSON in a URL": (value) => strict(json(value)),
  "URL in JSON": (value) => json(strict(value)).replaceAll("/", "\\/"),
  "JSON with \\/": (value) => json(value).replaceAll("/", "\\/"),
  "\\u escapes": escapeUnits((hex) => hex),
  "\\u escapes in upper case": escapeUnits((hex) => hex.toUpperCase()),
  "util.inspect": (value) => inspect(value, { breakLength: Number.POSITIVE_INFINITY }),
  "base64 of JSON": (value) => base64("ab", "utf8")(json(value)),
  "base64 of a URL": (value) => base64("a", "utf16le")(strict(value)),
  "base64 in a URL": (value) => encodeURIComponent(base64("a", "utf8")(value)),
  "base64 in JSON": (value) => base64("", "utf8")(value).replaceAll("/", "\\/"),
  "base64 in lines of 64": wrap(64, "\n", base64("x".repeat(45), "utf8")),
  "base64 in lines of 76": wrap(76, "\r\n", base64("padding".repeat(7), "utf8")),
  "base64 in lines, in JSON": (value) => json(wrap(64, "\r\n", base64("x".repeat(22), "utf16le"))(value)),
  ...Object.fromEntries(
    ["", "a", "ab", "abc"].flatMap((before) => [
      [`base64 behind ${before.length}`, base64(before, "utf8")],
      [`base64url behind ${before.length}`, base64(before, "utf8", "base64url")],
      [`base64 of UTF-16 behind ${before.length}`, base64(before, "utf16le")],
    ]),
  ),
};
const named = Object.entries(writers);

const learn = (...values: string[]) => {
  const known = createSecretValues();
  for (const value of values) known.add(value);
  return known;
};

describe.each(named)("%s", (_, write) => {
  it.each(["hunter22", "p/ä+ß?>~😀 x&=%", `q'"\\a\n\t\x1b/b`, "a%41 b+c'(d)!*", "(x)!'*()", "wint\ud83der"])(
    "hides %j",
    (value) => {
      const written = write(value);
      const shown = learn(value).text(`before <${written}> after`);
      expect(shown).toMatch(/^before <[\s\S]*\[REDACTED\][\s\S]*> after$/);
      expect(shown).not.toContain(written);
      expect(learn("something else").text(written)).toBe(written);
    },
  );
});

it.each([
  ["/ left alone in a path", "a/b c(d)", "https://x/a/b%20c%28d%29/z", `https://x/${hidden}/z`],
  ["a path of the URL parser", "pa{ss}^w d%", new URL("https://x/pa{ss}^w d%/z").href, `https://x/${hidden}/z`],
  ["\\x of util.inspect", "\x1bpass\x01word", "'\\x1Bpass\\x01word'", `'${hidden}'`],
  ["what stands between two", "hunter22", "h%75nter22\\n\\u0068unter22", `${hidden}\\n${hidden}`],
  ["two next to each other", "hunter22", "h%75nter22%68unter22", hidden],
  ["escapes that are none", "hunter22", "%zz%e4%\\uD8\\q h%75nter22 %\\", `%zz%e4%\\uD8\\q ${hidden} %\\`],
])("%s", (_, secret, text, expected) => {
  expect(learn(secret).text(text)).toBe(expected);
});

it("no innocent text changes, whatever is escaped in it", () => {
  const known = learn("hunter22", "p/ä+ß?>~😀 x&=%");
  for (const text of ["C:\\new\\x41\\u12", "100% + 5%20%E4%C3", "a+b%2Bc\r\n d\\", "%F5%80%80%80%F4%BF%BF%BF%u0041"])
    expect(known.text(text)).toBe(text);
});

it("hides every repetition, of which each overlaps the next", () => {
  for (const [secret, text] of [
    ["a".repeat(5000), "a".repeat(20_000)],
    ["ab".repeat(2000), "ab".repeat(20_000)],
    [`${"a".repeat(500)}b`, `${"a".repeat(20_000)}b`],
  ] as const) {
    const kept = secret.endsWith("ab") && text.startsWith("aa") ? "a".repeat(19_500) : "";
    expect(learn(secret).text(`-${text}-`)).toBe(`-${kept}${hidden}-`);
  }
});

describe("properties", () => {
  const secrets = fc
    .oneof(
      fc.string({ unit: "binary", minLength: 6, maxLength: 30 }),
      fc.string({ unit: "grapheme-ascii", minLength: 6, maxLength: 30 }),
      fc.array(fc.constantFrom(..."a1 +%/\\\"'\n\u0001ä😀\ud800"), { minLength: 6 }).map((units) => units.join("")),
    )
    // The URL parser drops tabs and line breaks, and leaves what looks encoded: what is too short then is no secret there.
    .filter((text) => Array.from(decodePercent(text.replace(/[\t\n\r]/g, ""))).length >= 6 && !hidden.includes(text));
  const around = fc.string({ unit: fc.constantFrom(..."x7 :%+\\/\n-_äß"), maxLength: 30 });

  it("no writer's spelling is left in any text", () => {
    fc.assert(
      fc.property(secrets, around, around, fc.constantFrom(...named), (secret, before, after, [, write]) => {
        const written = write(secret);
        const shown = learn(secret).text(`${before}<${written}>${after}`);
        expect(shown).toContain(hidden);
        for (const [, other] of named.slice(0, 22)) expect(shown.includes(other(secret))).toBe(false);
      }),
      { numRuns: 1500 },
    );
  });

  it("a text without the secret comes out as it went in", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 20 }), around, fc.constantFrom(...named), (secret, text, [, write]) => {
        const other = `<${write(text)}>`;
        expect(learn(`Zq${secret}`).text(other)).toBe(other);
      }),
      { numRuns: 1500 },
    );
  });
});

/** A compiled wildcard. */
export interface Wildcard {
  matches(value: string): boolean;
}

/** One place of the pattern: a code point (folded), any code point, or a set of them. */
type Piece = number | typeof anyPoint | CharacterSet;
type CharacterSet = readonly { readonly first: number; readonly last: number }[];

/** What stands between the stars: at least one run; the first is bound to the start, the last to the end. */
export type WildcardRuns = readonly (readonly Piece[])[];

const anyPoint = "?";
const escapable = new Set(["*", "?", "[", "]", "`"]);

/**
 * Compiles a wildcard: `*` is any text, `?` one code point, `[a-z]` and `[abc]` one of a set, and a backtick makes the
 * `*`, `?`, `[`, `]` or backtick after it literal. Case is ignored by `toLowerCase`. A pattern without wildcards matches
 * what equals it ignoring case. Matching takes time linear in the value, whatever the pattern. A malformed pattern gives
 * `problem`, a clause in words.
 */
export function compileWildcard(pattern: string): Wildcard | { readonly problem: string } {
  const parsed = parseWildcard(pattern);
  if ("problem" in parsed) return parsed;
  const { runs, literal } = parsed;
  if (literal === null) return { matches: (value) => matchesRuns(runs, foldText(value)) };
  const folded = literal.toLowerCase();
  return { matches: (value) => value.toLowerCase() === folded };
}

/** The runs of a pattern and, when it has no wildcard at all, the text it stands for. */
export function parseWildcard(
  pattern: string,
): { readonly runs: WildcardRuns; readonly literal: string | null } | { readonly problem: string } {
  const points = Array.from(pattern);
  let run: Piece[] = [];
  const runs = [run];
  let literal: string | null = "";
  for (let at = 0; at < points.length; at += 1) {
    const point = points[at] ?? "";
    if (point === "*") {
      run = [];
      runs.push(run);
      literal = null;
    } else if (point === "?") {
      run.push(anyPoint);
      literal = null;
    } else if (point === "[") {
      const set = parseSet(points, at);
      if ("problem" in set) return set;
      run.push(set.ranges);
      at = set.end;
      literal = null;
    } else {
      if (isEscape(points, at)) at += 1;
      const text = points[at] ?? "";
      run.push(fold(codePointOf(text)));
      if (literal !== null) literal += text;
    }
  }
  return { runs, literal };
}

/**
 * Whether folded code points match. Each run is searched for once, from left to right, behind the one before it: a place
 * that was passed is not come back to, so the reads are at most the length of the value times that of the longest run.
 */
export function matchesRuns(runs: WildcardRuns, points: ArrayLike<number>): boolean {
  const first = runs[0] ?? [];
  const last = runs[runs.length - 1] ?? [];
  const size = points.length;
  if (runs.length === 1) return size === first.length && runAt(first, points, 0);
  const end = size - last.length;
  if (end < first.length || !runAt(first, points, 0) || !runAt(last, points, end)) return false;
  let at = first.length;
  for (let index = 1; index < runs.length - 1; index += 1) {
    const run = runs[index] ?? [];
    while (at + run.length <= end && !runAt(run, points, at)) at += 1;
    if (at + run.length > end) return false;
    at += run.length;
  }
  return true;
}

/** The code points of a text, each in lower case. */
export function foldText(text: string): number[] {
  const points: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const point = text.codePointAt(at) ?? 0;
    if (point > 0xffff) at += 1;
    points.push(fold(point));
  }
  return points;
}

function runAt(run: readonly Piece[], points: ArrayLike<number>, start: number): boolean {
  for (let index = 0; index < run.length; index += 1) {
    const piece = run[index];
    if (piece === anyPoint || piece === undefined) continue;
    const point = points[start + index] ?? 0;
    if (typeof piece === "number" ? piece !== point : !isInSet(piece, point)) return false;
  }
  return true;
}

function isInSet(set: CharacterSet, point: number): boolean {
  const upper = upperOf(point);
  return set.some(({ first, last }) => (first <= point && point <= last) || (first <= upper && upper <= last));
}

/** Reads the set that opens at `open`; `end` is the place of its bracket. */
function parseSet(
  points: readonly string[],
  open: number,
): { readonly ranges: CharacterSet; readonly end: number } | { readonly problem: string } {
  const members: { readonly point: number; readonly dash: boolean }[] = [];
  for (let at = open + 1; at < points.length; at += 1) {
    const point = points[at] ?? "";
    if (point === "]") return finishSet(members, points, open, at);
    const escaped = isEscape(points, at);
    if (escaped) at += 1;
    members.push({ point: codePointOf(points[at] ?? ""), dash: point === "-" });
  }
  return {
    problem: `the "[" at character ${open + 1} is not closed; put a backtick before it to mean the character "["`,
  };
}

function finishSet(
  members: readonly { readonly point: number; readonly dash: boolean }[],
  points: readonly string[],
  open: number,
  end: number,
): { readonly ranges: CharacterSet; readonly end: number } | { readonly problem: string } {
  const shown = points.slice(open, end + 1).join("");
  if (members.length === 0) {
    return {
      problem: `"[]" at character ${open + 1} is empty; put a backtick before the "[" to mean the character "["`,
    };
  }
  const ranges: { readonly first: number; readonly last: number }[] = [];
  for (let at = 0; at < members.length; at += 1) {
    const low = members[at];
    const high = members[at + 2];
    if (low === undefined) continue;
    if (members[at + 1]?.dash !== true || high === undefined) {
      const point = fold(low.point);
      ranges.push({ first: point, last: point });
      continue;
    }
    const range = rangeOf(low.point, high.point);
    if (range === null) return { problem: `a range in "${shown}" at character ${open + 1} runs backwards` };
    ranges.push(range);
    at += 2;
  }
  return { ranges, end };
}

/** `[a-Z]` runs backwards as it stands, and means a letter to whoever ignores case. */
function rangeOf(first: number, last: number): { readonly first: number; readonly last: number } | null {
  if (first <= last) return { first, last };
  return fold(first) <= fold(last) ? { first: fold(first), last: fold(last) } : null;
}

function isEscape(points: readonly string[], at: number): boolean {
  return points[at] === "`" && escapable.has(points[at + 1] ?? "");
}

/** A code point in lower case. One whose lower case is longer stays; a sigma is a sigma wherever in a word it stands. */
function fold(point: number): number {
  if (point < 0x80) return point >= 0x41 && point <= 0x5a ? point + 0x20 : point;
  const lower = String.fromCodePoint(point).toLowerCase();
  const folded = codePointOf(lower);
  if (folded === 0x3c2) return 0x3c3;
  return lower.length === (folded > 0xffff ? 2 : 1) ? folded : point;
}

/** The upper case of a folded code point, or the point itself when that does not lead back to it. */
function upperOf(point: number): number {
  const upper = codePointOf(String.fromCodePoint(point).toUpperCase());
  return fold(upper) === point ? upper : point;
}

function codePointOf(text: string): number {
  return text.codePointAt(0) ?? 0;
}

import { agentScript } from "../generated/agent-script.ts";

const languageCheck =
  'if ($ExecutionContext.SessionState.LanguageMode -ne "FullLanguage") { "`nidle-shell language 1 $($ExecutionContext.SessionState.LanguageMode) 1.$("$($ExecutionContext.SessionState.LanguageMode)".Length)"; exit 3 }';

/**
 * A script as one line, for a PowerShell that waits for its first. Where the language mode lets no such script run, it says so
 * in a frame and ends.
 */
export function startLineOf(script: string): string {
  const encoded = Buffer.from(script, "utf8").toString("base64");
  return `${languageCheck}; & ([scriptblock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${encoded}'))))\n`;
}

/** The first line of every conversation of a session. It is constant. */
export const startLine = startLineOf(agentScript);

/** What frames begin with until the host has said the word of the session. */
export const firstBoundary = "idle-shell";

const plain = ["-NoLogo", "-NoProfile", "-NonInteractive"] as const;

/** What starts a PowerShell that converses over standard input and output. No argument ever holds a value. */
export const startArguments: readonly string[] = [...plain, "-Command", "-"];

/**
 * Reads the start line from descriptor 3, and leaves to it the two that the conversation goes on over. A line without
 * apostrophes: over SSH it stands between two of them.
 */
const apartScript = [
  languageCheck,
  "$descriptor = { param($number, $access) [IO.FileStream]::new([Microsoft.Win32.SafeHandles.SafeFileHandle]::new([IntPtr]$number, $false), $access, 1) }",
  "$reader = [IO.StreamReader]::new((& $descriptor 3 Read), [Text.UTF8Encoding]::new($false), $false, 65536)",
  "$stdout = & $descriptor 4 Write",
  // Seen where nothing comes, because a program between the host and PowerShell has closed them.
  '"PowerShell waits for its first line on descriptor 3."',
  "& ([scriptblock]::Create($reader.ReadLine()))",
].join("; ");

/**
 * The same for one that converses over the descriptors 3 and 4, on systems that can hand these on. What a command starts
 * inherits standard input and output, and would read requests and write between the frames.
 */
export const startArgumentsApart: readonly string[] = [...plain, "-Command", apartScript];

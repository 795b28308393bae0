import { agentScript } from "../generated/agent-script.ts";

/**
 * The one line that a PowerShell started with `-Command -` is given as text. It is constant. Where the language mode lets
 * no such script run, it says so in a frame and ends.
 */
export const startLine = `if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') { "\`nidle-shell language 1 $($ExecutionContext.SessionState.LanguageMode) 1.$("$($ExecutionContext.SessionState.LanguageMode)".Length)"; exit 3 }; & ([scriptblock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from(agentScript, "utf8").toString("base64")}'))))\n`;

/** What frames begin with until the host has said the word of the session. */
export const firstBoundary = "idle-shell";

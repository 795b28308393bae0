import { IdleError, type JsonObject } from "@idle/contract";

export interface BadgeSystemOptions {
  /** Where the system is: `https://badges.example/api/`. Plain http is for this machine only. */
  readonly url: string;
  /** How long one request may take. Default 30. */
  readonly timeoutSeconds?: number;
}

/** The options of the configuration, checked. Throws `InvalidInput` that says which are wrong and which there are. */
export function readOptions(options: JsonObject): BadgeSystemOptions {
  const { url, timeoutSeconds = 30, ...others } = options;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw new IdleError(
      "InvalidInput",
      `There is no option ${JSON.stringify(unknown)}; there are url and timeoutSeconds.`,
    );
  }
  if (typeof timeoutSeconds !== "number" || timeoutSeconds <= 0 || timeoutSeconds > 3600) {
    throw new IdleError("InvalidInput", "The option timeoutSeconds must be a number above 0, at most 3600.");
  }
  return { url: readUrl(url), timeoutSeconds };
}

function readUrl(value: unknown): string {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : null;
  if (url === null)
    throw new IdleError("InvalidInput", 'The option url must be an address, such as "https://host.example/api/".');
  if (url.username !== "" || url.password !== "") {
    throw new IdleError("InvalidInput", "The option url must hold no account. Configure a session under authSessions.");
  }
  const isLocal = ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal)) {
    throw new IdleError("InvalidInput", "The option url must begin with https://: the password goes over that line.");
  }
  // Without the slash the last segment would be lost when a path is put behind it.
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}

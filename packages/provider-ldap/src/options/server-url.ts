import { isIP } from "node:net";

export interface ServerUrl {
  readonly host: string;
  readonly port: number;
  readonly isLdaps: boolean;
  readonly isLoopback: boolean;
}

/** Null for what is no address of an LDAP server: a scheme, a host, perhaps a port, and nothing else. */
export function readServerUrl(text: string): ServerUrl | null {
  const match = /^(ldaps?):\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?\/?$/i.exec(text);
  if (match === null) return null;
  const [, scheme = "", hostText = "", portText] = match;
  const isLdaps = scheme.toLowerCase() === "ldaps";
  const host = hostText.replace(/^\[|\]$/g, "").toLowerCase();
  const port = portText === undefined ? (isLdaps ? 636 : 389) : Number(portText);
  if (port < 1 || port > 65_535 || (hostText.startsWith("[") && isIP(host) !== 6)) return null;
  return { host, port, isLdaps, isLoopback: isLoopback(host) };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

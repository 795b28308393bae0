/**
 * The known hosts of OpenSSH (https://man.openbsd.org/sshd.8#SSH_KNOWN_HOSTS_FILE_FORMAT). Text and a server in; the keys
 * known for it out. Certificates (`@cert-authority`) are not looked at: a server that has nothing else is not known.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

export interface KnownKey {
  /** Such as `ssh-ed25519`. */
  readonly type: string;
  /** As it goes over the wire. */
  readonly key: Buffer;
  readonly isRevoked: boolean;
}

/** The lines that are for a server: `[name]:port` for another port than 22. Lines that cannot be read do not count. */
export function knownKeys(text: string, host: string, port: number): KnownKey[] {
  const name = host.toLowerCase();
  const wanted = port === 22 ? name : `[${name}]:${port}`;
  return text.split(/\r?\n/).flatMap((line) => {
    const fields = line.trim().split(/[ \t]+/);
    const marker = fields[0]?.startsWith("@") === true ? fields.shift() : undefined;
    const [hosts, type, key] = fields;
    if (hosts === undefined || type === undefined || key === undefined || hosts.startsWith("#")) return [];
    if (marker !== undefined && marker !== "@revoked") return [];
    if (!isFor(hosts, wanted)) return [];
    return [{ type, key: Buffer.from(key, "base64"), isRevoked: marker === "@revoked" }];
  });
}

function isFor(hosts: string, wanted: string): boolean {
  if (hosts.startsWith("|")) return isHashOf(hosts, wanted);
  const patterns = hosts.toLowerCase().split(",");
  const isExcluded = patterns.some((pattern) => pattern.startsWith("!") && fits(pattern.slice(1), wanted));
  return !isExcluded && patterns.some((pattern) => fits(pattern, wanted));
}

/** `|1|salt|hash`: HMAC-SHA1 of the name, keyed with the salt. */
function isHashOf(hosts: string, wanted: string): boolean {
  const [, version, salt, hash] = hosts.split("|");
  if (version !== "1" || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, "base64");
  const actual = createHmac("sha1", Buffer.from(salt, "base64")).update(wanted).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** `*` and `?`, in linear time: the last star is the only one that is ever come back to. */
function fits(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let place = 0; place < text.length; ) {
    const sign = pattern[at];
    if (sign === "*") {
      star = at;
      resume = place;
      at += 1;
    } else if (sign === "?" || sign === text[place]) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      place = resume;
    } else return false;
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}

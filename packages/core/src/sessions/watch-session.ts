/** Sessions hand out secrets; redaction has to know each of them before it can turn up anywhere. */
import { isSecret, type OAuthSession, type Session } from "@idle/contract";
import type { Redactor } from "../events/redactor.ts";

export type SecretLearner = Pick<Redactor, "addValue" | "isSecretName">;

const originals = new WeakMap<object, object>();

/**
 * Tells `redactor` what the session holds that is secret: passwords, and whatever else it carries as a `Secret` or under
 * a secret's name. For one that gives tokens the answer is a stand-in that tells each of them as it is given.
 */
export function watchSession(session: Session, redactor: SecretLearner): Session {
  for (const value of secretsIn(session, redactor)) redactor.addValue(value);
  return isOAuth(session) ? watchTokens(session, redactor.addValue) : session;
}

/** The session as the broker gave it. */
export function unwatched(session: object): object {
  return originals.get(session) ?? session;
}

function isOAuth(session: Session): session is OAuthSession {
  return typeof (session as Partial<OAuthSession>).getAccessToken === "function";
}

/** Everything but the tokens comes from the session itself, whose getters and methods keep their own `this`. */
function watchTokens(session: OAuthSession, learn: (value: string) => void): OAuthSession {
  const told = (token: string): string => {
    if (typeof token === "string") learn(token);
    return token;
  };
  const getAccessToken = (...args: []): string | Promise<string> => {
    const token = session.getAccessToken(...args);
    return typeof token === "string" ? told(token) : Promise.resolve(token).then(told);
  };
  // A frozen session could not be stood in for under its own name, so the stand-in has a target of its own.
  const watched = new Proxy(Object.create(session) as OAuthSession, {
    get(_, key) {
      if (key === "getAccessToken") return getAccessToken;
      const value: unknown = Reflect.get(session, key, session);
      return typeof value === "function" && key !== "constructor" ? value.bind(session) : value;
    },
    set: (_, key, value) => Reflect.set(session, key, value, session),
  });
  originals.set(watched, session);
  return watched;
}

/** Sessions drag clients and sockets along, so this does not go on without end; buffers and the like are passed over. */
const mostLevels = 6;
const mostKeys = 200;
const mostValues = 2_000;

function secretsIn(session: object, { isSecretName }: SecretLearner): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<object>();
  let left = mostValues;
  const visit = (value: unknown, isNamed: boolean, levels: number): void => {
    if (typeof value === "string" && isNamed && value !== "") found.add(value);
    if (isSecret(value)) found.add(value.reveal());
    else if (levels > 0 && typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
      const keys = Object.keys(value);
      if (keys.length > mostKeys || seen.has(value)) return;
      seen.add(value);
      for (const key of keys) {
        const held: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
        left -= 1;
        if (left < 0) return;
        // User names stay readable, also within a credential.
        const isUserName = key.toLowerCase() === "username";
        visit(held, !isUserName && (isNamed || isSecretName(key)), levels - 1);
      }
    }
  };
  visit(session, false, mostLevels);
  return found;
}

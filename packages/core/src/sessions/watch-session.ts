/** Sessions hand out secrets; redaction has to know each of them before it can turn up anywhere. */
import { isSecret, type OAuthSession, type Session } from "@idle/contract";
import { isPlainObject } from "../data/value.ts";
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

/** What the session has beside its contract is found through the prototype; its methods keep their own `this`. */
function watchTokens(session: OAuthSession, learn: (value: string) => void): OAuthSession {
  const told = (token: string): string => {
    if (typeof token === "string") learn(token);
    return token;
  };
  const getAccessToken = (): string | Promise<string> => {
    const token = session.getAccessToken();
    return typeof token === "string" ? told(token) : Promise.resolve(token).then(told);
  };
  const own = {
    getAccessToken,
    ...(session.type === undefined ? {} : { type: session.type }),
    ...(session.isExpired === undefined ? {} : { isExpired: () => session.isExpired?.() === true }),
    ...(session.close === undefined ? {} : { close: () => session.close?.() }),
  };
  const watched = Object.create(session, Object.getOwnPropertyDescriptors(own)) as OAuthSession;
  originals.set(watched, session);
  return watched;
}

/** Sessions drag clients and sockets along; only what is plain data is looked through, and not without end. */
const mostLevels = 6;
const mostValues = 1_000;

function secretsIn(session: object, { isSecretName }: SecretLearner): ReadonlySet<string> {
  const found = new Set<string>();
  let left = mostValues;
  const visit = (value: unknown, isNamed: boolean, levels: number): void => {
    if (typeof value === "string" && isNamed && value !== "") found.add(value);
    if (isSecret(value)) found.add(value.reveal());
    else if (levels > 0 && (Array.isArray(value) || isPlainObject(value) || value === session)) {
      for (const [key, { value: held }] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
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

/** Sessions hand out secrets; redaction has to know each of them before it can turn up anywhere. */
import { isSecret, type OAuthSession, type Session } from "@idle/contract";

/** The session, or for one that gives tokens a stand-in that tells each of them as it is given. */
export function watchSession(session: Session, learn: (value: string) => void): Session {
  const { password } = session as { readonly password?: unknown };
  if (isSecret(password)) learn(password.reveal());
  return isOAuth(session) ? watchTokens(session, learn) : session;
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
  return Object.create(session, Object.getOwnPropertyDescriptors(own)) as OAuthSession;
}

/** Sessions for whatever is asked for: a made-up account, a made-up token, and commands that a pretend sync server answers. */
import { type AuthSessionBroker, type CommandSession, Secret, type Session } from "@idle/contract";

/** Looks like a session of every type and states none, so each provider finds in it what it needs. */
export function createPretendSessions(commands: CommandSession): AuthSessionBroker {
  const session = {
    ...(commands.targetId !== undefined && { targetId: commands.targetId }),
    invokeCommand: commands.invokeCommand.bind(commands),
    getAccessToken: () => "pretend-access-token-of-idle-test",
    userName: "pretend-account",
    password: new Secret("pretend-password-of-idle-test"),
  } satisfies Session;
  return { acquireAuthSession: () => session };
}

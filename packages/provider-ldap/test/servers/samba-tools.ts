import { join } from "node:path";
import { type ProgramResult, runProgram } from "./run-program.ts";

/** Passwords of a domain, in its folder. Only the owner may enter that. */
export const PASSWORD_FILES = { administrator: "administrator.password", service: "service.password" } as const;

/** Runs a tool of OpenLDAP over LDAPS against the domain controller of `folder`. */
export function runLdapTool(
  program: "ldapsearch" | "ldapmodify",
  { folder, host }: { readonly folder: string; readonly host: string },
  args: readonly string[],
  { input = "", as = "administrator" }: { input?: string; as?: keyof typeof PASSWORD_FILES } = {},
): Promise<ProgramResult> {
  const name = as === "administrator" ? "Administrator" : "idle-service";
  const bind = ["-x", "-H", `ldaps://${host}`, "-D", `${name}@EXAMPLE.COM`, "-y", join(folder, PASSWORD_FILES[as])];
  // The certificate is for DC1.example.com, a name that nothing on this machine resolves.
  const environment = { LDAPTLS_CACERT: join(folder, "private/tls/ca.pem"), LDAPTLS_REQCERT: "allow" };
  return runProgram(program, [...bind, ...args], { input, environment });
}

/** What the directory takes as a password. */
export interface PasswordProblem {
  readonly kind: "PasswordPolicyViolation" | "PasswordIllFormed";
  /** Never with anything of the password. */
  readonly message: string;
}

const fewest = 12;

export function passwordProblem(password: string): PasswordProblem | null {
  if (/[\0\r\n]/.test(password) || !password.isWellFormed()) {
    return {
      kind: "PasswordIllFormed",
      message: "A password has no NUL, no line break and nothing that is no Unicode.",
    };
  }
  if ([...password].length >= fewest) return null;
  return { kind: "PasswordPolicyViolation", message: `A password has at least ${fewest} characters.` };
}

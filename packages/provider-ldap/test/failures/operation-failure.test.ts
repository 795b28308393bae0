import { IdleError } from "@idle/contract";
import { InvalidCredentialsError, StatusCodeParser } from "ldapts";
import { describe, expect, it } from "vitest";
import { operationFailure } from "../../src/failures/operation-failure.ts";
import { readOptions } from "../../src/options/read-options.ts";

const directory = readOptions({ flavour: "activeDirectory", url: "ldaps://dc.example.com" });
const ldap = readOptions({ flavour: "ldap", url: "ldaps://ldap.example.com", baseDn: "dc=example" });
const answer = (status: number, errorMessage = "") => StatusCodeParser.parse({ status, errorMessage } as never);
const failure = (error: unknown, settings = directory) => operationFailure(error, "Jane", "moved", settings);

describe("an answer of the server", () => {
  it.each([
    [3, "Busy", true],
    [4, "PermissionDenied", false],
    [1, "RemoteExecutionFailed", false],
    [2, "RemoteExecutionFailed", false],
    [7, "PermissionDenied", false],
    [8, "InvalidInput", false],
    [11, "PermissionDenied", false],
    [12, "RemoteExecutionFailed", false],
    [34, "InvalidInput", false],
    [54, "RemoteExecutionFailed", false],
    [69, "InvalidInput", false],
    [71, "Unsupported", false],
    [122, "RemoteExecutionFailed", false],
    [10, "Unsupported", false],
    [13, "InvalidInput", false],
    [16, "InvalidInput", false],
    [17, "InvalidInput", false],
    [19, "InvalidInput", false],
    [20, "AlreadyExists", false],
    [21, "InvalidInput", false],
    [32, "NotFound", false],
    [48, "PermissionDenied", false],
    [49, "PermissionDenied", false],
    [50, "PermissionDenied", false],
    [51, "Busy", true],
    [52, "Busy", true],
    [53, "InvalidInput", false],
    [64, "InvalidInput", false],
    [65, "InvalidInput", false],
    [66, "Unsupported", false],
    [67, "InvalidInput", false],
    [68, "AlreadyExists", false],
    [80, "RemoteExecutionFailed", false],
    [4_711, "RemoteExecutionFailed", false],
  ] as const)("%d is %s", (status, code, transient) => {
    const error = failure(answer(status, "its own words"));
    expect(error).toMatchObject({ code, transient, details: { ldapResultCode: status } });
    expect(error.message).toMatch(/^Jane could not be moved: .*\. The server says: its own words$/s);
    expect(error.cause).toBeDefined();
  });

  it.each([
    ["0000052D: Constraint violation - check_password_restrictions", 19, "InvalidInput", "breaks the domain's policy"],
    ["00000524: SvcErr: DSID-031A12D2, problem 5003", 53, "AlreadyExists", "an account of that name"],
    ["000021C8: AtrErr: DSID-03200BBA, #1", 19, "AlreadyExists", "user principal name"],
    ["00002098: SecErr: DSID-03150BC1, problem 4003", 50, "PermissionDenied", "lacks the right"],
    ["00000005: SvcErr", 53, "PermissionDenied", "access is denied"],
    ["000020B5: AtrErr", 19, "InvalidInput", "names an object that is not there"],
    ["00000267: x", 53, "InvalidInput", "too short"],
    ["00000268: x", 53, "InvalidInput", "too recently"],
    ["00000269: x", 53, "InvalidInput", "used before"],
    ["0000055E: x", 53, "Unsupported", "primary group"],
    ["0000202D: x", 53, "InvalidInput", "not secure enough"],
    ["00002071: x", 68, "AlreadyExists", "of that name"],
    ["00002089: x", 53, "NotFound", "the container is not there"],
    ["0000208C: x", 66, "Unsupported", "below it"],
    ["000021C7: x", 19, "AlreadyExists", "service principal name"],
    ["0000FFFF: nobody knows", 53, "InvalidInput", "not willing"],
    ["0000052: too few digits", 53, "InvalidInput", "not willing"],
    ["said before 0000052D: x", 53, "InvalidInput", "not willing"],
    ["00000005: x", 51, "PermissionDenied", "access is denied"],
  ] as const)("of Active Directory says more than its code: %s", (said, status, code, words) => {
    expect(failure(answer(status, said))).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it.each([
    ["525", "there is no account of that name"],
    ["52e", "the user name or the password is wrong"],
    ["52E", "the user name or the password is wrong"],
    ["52f", "restrictions of the account"],
    ["530", "at this time"],
    ["531", "from this machine"],
    ["532", "password has expired"],
    ["568", "too many groups"],
    ["701", "the account has expired"],
    ["fff", "the user name or the password is wrong"],
    ["533", "the account is disabled"],
    ["773", "must be changed first"],
    ["775", "locked out"],
  ])("that refuses a bind says why: data %s", (data, words) => {
    const said = `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${data}, v1db1\0`;
    const { message } = failure(new InvalidCredentialsError(said));
    expect(message).toContain(words);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there is none is what is tested
    expect(message).not.toMatch(/[\0-\x1f]/);
  });

  it("of another server is not read as one of Active Directory", () => {
    expect(failure(answer(53, "00000005: x"), ldap).code).toBe("InvalidInput");
  });

  it("that is denied is not tried again, although a busy server would be", () => {
    expect(failure(answer(51, "00000005: x")).transient).toBe(false);
    expect(failure(answer(51, "0000FFFF: x")).transient).toBe(true);
  });

  it("shows nothing of what could change how a terminal or a log reads it", () => {
    const { message, cause } = failure(answer(53, "a\u001b[2Jb\r\nc\u0000d\u009be\u202ef\u200bg\u007fh"));
    for (const text of [message, (cause as Error).message]) {
      expect(text).toContain("a [2Jb c d e f g h");
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(text).not.toContain("Code:");
    }
  });

  it("is cut where it is long, and has no control characters", () => {
    const { message } = failure(answer(53, `\u001b[31m${"x".repeat(5_000)}`));
    expect(message.length).toBeLessThan(700);
    expect(message).not.toContain("\u001b");
  });
});

describe("no answer", () => {
  it.each([
    ["ModifyRequest: Operation timed out", "Timeout"],
    ["Connection closed before message response was received. Message type: ModifyRequest (0x66)", "ConnectionFailed"],
    ["Socket error. Message type: AddRequest (0x68)\nread ECONNRESET", "ConnectionFailed"],
    ["Socket connection is over", "ConnectionFailed"],
  ])("may have had an effect, and may be asked for again: %s", (message, code) => {
    expect(failure(new Error(message))).toMatchObject({ code, transient: true });
  });

  it("is what cannot be read, too, whatever ldapts makes of it", () => {
    const error = Object.assign(new RangeError("out of range"), { messageDetails: { messageId: 2 } });
    expect(failure(error)).toMatchObject({
      code: "ConnectionFailed",
      transient: false,
      message: expect.stringContaining("what is no LDAP"),
    });
  });

  it("is not what a mistake of our own looks like", () => {
    expect(() => failure(new TypeError("x is not a function"))).toThrow(TypeError);
  });

  it("stays what it is where it is in the contract's words already", () => {
    const error = new IdleError("NotFound", "No.");
    expect(failure(error)).toBe(error);
  });
});

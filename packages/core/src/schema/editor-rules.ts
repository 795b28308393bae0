/**
 * What the engine checks of a workflow beyond its shape, as far as a schema can say it: put into the shape that
 * `validate/workflow.schema.json` describes, with words for people who write one.
 */
import { engineEventTypes, type JsonSchema } from "@idle/contract";
import type { Keywords } from "../validate/schemas-at.ts";
import { insideDefinition } from "./accept-templates.ts";
import { sessionReferenceDefinition, templatesDefinition } from "./inputs-schema.ts";
import { anyCase, literalPattern, pathPattern, templatePattern, templateTextPattern } from "./text-patterns.ts";

const literalMessage =
  "This is a literal: no template is allowed here, so that a request never chooses a system or a privilege. Write the value out.";

const name = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";
const nameMessage = "Write 1 to 64 letters, digits, _ and -, the first a letter or digit.";

/** Of what conditions ask for. */
export const rulesOfPaths: Keywords = {
  pattern: pathPattern,
  patternErrorMessage:
    "Write a path that begins with Request.LifecycleEvent, Request.CorrelationId, Request.Actor, Request.IdentityKeys, Request.Intent, Request.Context, Plan.LifecycleEvent or Plan.WorkflowName: segments of letters, digits, _ and -, joined by dots.",
  examples: [
    "Request.Intent.Department",
    "Request.IdentityKeys.sAMAccountName",
    "Request.Context.Views.Identity.Profile",
  ],
};

/** What the definitions of the base get besides. */
export const rulesOfDefinitions: Readonly<Record<string, Keywords>> = {
  path: rulesOfPaths,
  alias: {
    pattern: `^(?!${anyCase("AuthSessionBroker")}$)${name}$`,
    patternErrorMessage: `${nameMessage} No template is allowed here, and AuthSessionBroker is no provider.`,
  },
  sessionName: {
    pattern: `^(?!${anyCase("Default")}$)${name}$`,
    patternErrorMessage: `${nameMessage} No template is allowed here. Leave it out to get the default session.`,
  },
  sessionOptions: {
    propertyNames: {
      pattern: "^(?!(?:purpose|correlationId|actor)$)",
      patternErrorMessage: "The engine sets this option. Choose another name.",
    },
    additionalProperties: { $ref: "#/$defs/literal" },
  },
};

/** Of the type of a step's own event. */
export const rulesOfEvents: Keywords = {
  pattern: `^(?!(?:${engineEventTypes.join("|")})$)`,
  patternErrorMessage: "This is an event of the engine. Choose another name.",
};

/** Each is the message for a wrong type and for a wrong value alike, so that editors tell it once. */
export const messageOfCapabilities = "Write what is read: IdLE.Identity.Read or IdLE.Entitlement.List.";
export const messageOfOnPreconditionFalse = "Write Blocked, Fail or Continue.";
export const messageOfExists = "Write a path, such as Request.Intent.Department.";

export const onPreconditionFalseInWords = [
  "The run stops and waits for somebody to look.",
  "The run fails, and the steps under onFailureSteps are tried.",
  "The step is skipped, and the run goes on.",
];

/** Not the reference itself: editors follow `items` of `items` of … in search of examples, and would not come back. */
function everyOne(definition: string): JsonSchema {
  return { allOf: [{ $ref: `#/$defs/${definition}` }] };
}

/** Definitions that the base does not have. */
export const furtherDefinitions: Readonly<Record<string, JsonSchema>> = {
  [templatesDefinition]: {
    pattern: templateTextPattern,
    patternErrorMessage:
      "Write a template as {{Request.…}}: Request.LifecycleEvent, Request.CorrelationId, Request.Actor, or a key under Request.IdentityKeys, Request.Intent or Request.Context. To mean the characters {{ themselves, write \\{{.",
    items: everyOne(templatesDefinition),
    additionalProperties: everyOne(templatesDefinition),
  },
  literal: {
    pattern: literalPattern,
    patternErrorMessage: literalMessage,
    items: everyOne("literal"),
    additionalProperties: everyOne("literal"),
  },
  [sessionReferenceDefinition]: {
    if: { type: "object", required: ["secret"], maxProperties: 1 },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { secret: { pattern: literalPattern, patternErrorMessage: literalMessage } } },
  },
  [insideDefinition]: {
    anyOf: [
      { type: "array", contains: { $ref: `#/$defs/${insideDefinition}Or` } },
      { type: "object", not: { additionalProperties: { not: { $ref: `#/$defs/${insideDefinition}Or` } } } },
    ],
  },
  [`${insideDefinition}Or`]: {
    anyOf: [{ type: "string", pattern: templatePattern }, { $ref: `#/$defs/${insideDefinition}` }],
  },
};

// Generated from schemas/result.schema.json by scripts/generate.mjs. Do not edit.
export const resultSchema = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://idle.example/schemas/result.schema.json",
  "title": "IdLE result",
  "description": "What became of a plan: each step, the cleanup after a failure, and the events. Redacted when it was written.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "runId": {
      "description": "A UUID, unless the host makes ids of its own.",
      "type": "string",
      "minLength": 1
    },
    "status": {
      "description": "How the run ended.",
      "type": "string",
      "enum": [
        "Completed",
        "Blocked",
        "Failed",
        "Cancelled"
      ]
    },
    "planId": {
      "description": "The id of the plan that was run: sha256: and 64 hexadecimal digits",
      "type": "string",
      "pattern": "^sha256:[0-9a-f]{64}$"
    },
    "correlationId": {
      "description": "The request's.",
      "type": "string",
      "minLength": 1
    },
    "actor": {
      "description": "Who or what made the request.",
      "type": [
        "string",
        "null"
      ]
    },
    "policy": {
      "description": "What the host's policy said before the run began.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/verdict"
      }
    },
    "drift": {
      "description": "What was otherwise than when the plan was made.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/drift"
      }
    },
    "steps": {
      "description": "The steps that were come to, in their order.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/step"
      }
    },
    "notReached": {
      "description": "Names of the steps, of both lists, that were not come to.",
      "type": "array",
      "items": {
        "type": "string"
      }
    },
    "onFailure": {
      "description": "What was done after a failure.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "status": {
          "description": "NotRun also when the workflow has no failure steps.",
          "type": "string",
          "enum": [
            "NotRun",
            "Completed",
            "PartiallyFailed"
          ]
        },
        "steps": {
          "description": "The failure steps that were come to.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/step"
          }
        }
      },
      "required": [
        "status",
        "steps"
      ]
    },
    "events": {
      "description": "What happened, in order; at most the first 10,000.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/event"
      }
    },
    "eventsDropped": {
      "description": "How many events were not kept.",
      "type": "integer",
      "minimum": 0
    },
    "sinkError": {
      "description": "The first error of what the events were written to, or null.",
      "anyOf": [
        {
          "$ref": "#/$defs/error"
        },
        {
          "type": "null"
        }
      ]
    },
    "startedAt": {
      "description": "By the host's clock, in UTC.",
      "type": "string",
      "format": "date-time"
    },
    "finishedAt": {
      "description": "By the host's clock, in UTC.",
      "type": "string",
      "format": "date-time"
    }
  },
  "required": [
    "runId",
    "status",
    "planId",
    "correlationId",
    "actor",
    "steps",
    "notReached",
    "onFailure",
    "events",
    "eventsDropped",
    "sinkError",
    "startedAt",
    "finishedAt"
  ],
  "$defs": {
    "step": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "id": {
          "description": "step- or onfailure-, and a number of at least two digits",
          "type": "string",
          "pattern": "^(step|onfailure)-\\d{2,}$"
        },
        "name": {
          "type": "string",
          "minLength": 1
        },
        "type": {
          "description": "The step type.",
          "type": "string",
          "minLength": 1
        },
        "status": {
          "type": "string",
          "enum": [
            "Completed",
            "NotApplicable",
            "Blocked",
            "Failed",
            "PreconditionSkipped",
            "Cancelled"
          ]
        },
        "changed": {
          "description": "Whether anything in a target system is different now.",
          "type": "boolean"
        },
        "attempts": {
          "description": "How often it was executed; 0 for a step that was not.",
          "type": "integer",
          "minimum": 0
        },
        "durationMs": {
          "description": "How long it took, in milliseconds; below 0 where the clock was set back.",
          "type": "number"
        },
        "verified": {
          "description": "The state was read back, and is what the plan promised.",
          "const": true
        },
        "outputs": {
          "description": "What the step says it did. Its shape is the step type's.",
          "type": "object"
        },
        "sealedOutputs": {
          "description": "Secret outputs by name, each a JWE in compact form that only the recipient's key opens.",
          "type": "object",
          "additionalProperties": {
            "description": "five parts of base64url, with dots between them",
            "type": "string",
            "pattern": "^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*){4}$"
          }
        },
        "warnings": {
          "description": "What somebody should look into although the step completed.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "error": {
          "$ref": "#/$defs/error"
        }
      },
      "required": [
        "id",
        "name",
        "type",
        "status",
        "changed",
        "attempts",
        "durationMs"
      ]
    },
    "verdict": {
      "description": "What one rule of the policy says.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "rule": {
          "description": "Where the rule stands in the policy, such as limits[1].",
          "type": "string"
        },
        "outcome": {
          "type": "string",
          "enum": [
            "allowed",
            "refused"
          ]
        },
        "message": {
          "type": "string"
        },
        "remedy": {
          "description": "What would satisfy the rule; null where it is kept.",
          "type": [
            "string",
            "null"
          ]
        },
        "steps": {
          "description": "The ids of the steps that break it.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "rule",
        "outcome",
        "message",
        "remedy",
        "steps"
      ]
    },
    "drift": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "id": {
          "description": "The step's.",
          "type": "string"
        },
        "name": {
          "type": "string"
        },
        "kind": {
          "description": "Fewer: some of the reviewed changes were so already. Other: something else was to be changed, and that was accepted.",
          "type": "string",
          "enum": [
            "Fewer",
            "Other"
          ]
        },
        "differences": {
          "description": "Each in words.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "id",
        "name",
        "kind",
        "differences"
      ]
    },
    "error": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "code": {
          "description": "See docs/errors.md; a plug-in may have codes of its own.",
          "type": "string"
        },
        "message": {
          "type": "string"
        },
        "details": {
          "description": "Data about the error. Its shape depends on the code.",
          "type": "object"
        },
        "transient": {
          "description": "Whether trying again may help.",
          "type": "boolean"
        },
        "cause": {
          "$ref": "#/$defs/cause"
        }
      },
      "required": [
        "code",
        "message"
      ]
    },
    "cause": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "name": {
          "type": "string"
        },
        "message": {
          "type": "string"
        },
        "cause": {
          "$ref": "#/$defs/cause"
        }
      },
      "required": [
        "name",
        "message"
      ]
    },
    "event": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "sequence": {
          "description": "From 1, without gaps.",
          "type": "integer",
          "minimum": 1
        },
        "type": {
          "description": "One of the engine's types, or a step's own.",
          "type": "string"
        },
        "timestamp": {
          "type": "string",
          "format": "date-time"
        },
        "runId": {
          "type": "string"
        },
        "correlationId": {
          "type": "string"
        },
        "actor": {
          "type": [
            "string",
            "null"
          ]
        },
        "stepId": {
          "type": [
            "string",
            "null"
          ]
        },
        "stepName": {
          "type": [
            "string",
            "null"
          ]
        },
        "message": {
          "type": "string"
        },
        "data": {
          "description": "Its shape is the type's.",
          "type": [
            "object",
            "null"
          ]
        }
      },
      "required": [
        "sequence",
        "type",
        "timestamp",
        "runId",
        "correlationId",
        "actor",
        "stepId",
        "stepName",
        "message",
        "data"
      ]
    }
  }
} as const;

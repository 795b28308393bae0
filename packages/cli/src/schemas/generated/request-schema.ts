// Generated from schemas/request.schema.json by scripts/generate.mjs. Do not edit.
export const requestSchema = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://idle.example/schemas/request.schema.json",
  "title": "IdLE request",
  "description": "What happened to whom, and what is wanted.",
  "type": "object",
  "properties": {
    "lifecycleEvent": {
      "description": "What happened, such as Joiner, Mover or Leaver.",
      "type": "string",
      "minLength": 1,
      "examples": [
        "Joiner",
        "Mover",
        "Leaver"
      ]
    },
    "correlationId": {
      "description": "Ties plan, run and events together. A UUID is generated when it is absent.",
      "type": [
        "string",
        "null"
      ],
      "minLength": 1
    },
    "actor": {
      "description": "Who asks: a person or a system.",
      "type": [
        "string",
        "null"
      ]
    },
    "identityKeys": {
      "description": "What the identity is known by.",
      "type": [
        "object",
        "null"
      ],
      "defaultSnippets": [
        {
          "label": "sAMAccountName, EmployeeId",
          "body": {
            "sAMAccountName": "${1:jdoe}",
            "EmployeeId": "\"${2:10042}\""
          }
        }
      ]
    },
    "intent": {
      "description": "What is wanted.",
      "type": [
        "object",
        "null"
      ],
      "defaultSnippets": [
        {
          "label": "Department",
          "body": {
            "Department": "${1:IT}"
          }
        }
      ]
    },
    "context": {
      "description": "What the host knows already.",
      "type": [
        "object",
        "null"
      ]
    }
  },
  "required": [
    "lifecycleEvent"
  ],
  "additionalProperties": false
} as const;

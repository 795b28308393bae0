// Generated from schemas/plan.schema.json by scripts/generate.mjs. Do not edit.
export const planSchema = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://idle.example/schemas/plan.schema.json",
  "title": "IdLE plan",
  "description": "What a workflow would do for one request: reviewed, saved, and executed as it stands. Keys a later minor version adds are kept.",
  "type": "object",
  "properties": {
    "schemaVersion": {
      "type": "string",
      "pattern": "^1\\.\\d+$"
    },
    "engine": {
      "type": "object",
      "properties": {
        "name": {
          "const": "IdLE"
        }
      },
      "required": [
        "name"
      ]
    },
    "request": {
      "type": "object",
      "properties": {
        "type": {
          "description": "The lifecycle event.",
          "type": "string",
          "minLength": 1
        },
        "correlationId": {
          "type": "string",
          "minLength": 1
        },
        "actor": {
          "type": [
            "string",
            "null"
          ]
        },
        "input": {
          "type": "object",
          "properties": {
            "identityKeys": {
              "description": "An object, or the text [TRUNCATED - N bytes].",
              "type": [
                "object",
                "string"
              ],
              "pattern": "^\\[TRUNCATED - \\d+ bytes\\]$"
            },
            "intent": {
              "description": "An object, or the text [TRUNCATED - N bytes].",
              "type": [
                "object",
                "string"
              ],
              "pattern": "^\\[TRUNCATED - \\d+ bytes\\]$"
            },
            "context": {
              "description": "An object, or the text [TRUNCATED - N bytes].",
              "type": [
                "object",
                "string"
              ],
              "pattern": "^\\[TRUNCATED - \\d+ bytes\\]$"
            }
          },
          "required": [
            "identityKeys",
            "intent",
            "context"
          ]
        }
      },
      "required": [
        "type",
        "correlationId",
        "actor",
        "input"
      ]
    },
    "plan": {
      "type": "object",
      "properties": {
        "id": {
          "description": "SHA-256 of the canonical JSON of everything but metadata and this id.",
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "mode": {
          "type": [
            "string",
            "null"
          ]
        },
        "executable": {
          "description": "False when a value that a step needs was redacted or truncated.",
          "type": "boolean"
        },
        "workflow": {
          "type": "object",
          "properties": {
            "name": {
              "type": "string"
            },
            "sha256": {
              "type": "string",
              "pattern": "^[0-9a-f]{64}$"
            }
          },
          "required": [
            "name",
            "sha256"
          ]
        },
        "contextResolvers": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/resolver"
          }
        },
        "steps": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/step"
          }
        },
        "onFailureSteps": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/step"
          }
        },
        "warnings": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "id",
        "mode",
        "executable",
        "workflow",
        "contextResolvers",
        "steps",
        "onFailureSteps",
        "warnings"
      ]
    },
    "metadata": {
      "description": "The host's; not covered by the plan's id.",
      "type": "object",
      "properties": {
        "generatedBy": {
          "type": "string"
        },
        "environment": {
          "type": [
            "string",
            "null"
          ]
        },
        "labels": {
          "type": "array"
        },
        "policy": {
          "description": "What the host's policy said when the plan was made. It is asked again before a run, and only that counts.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/verdict"
          }
        }
      },
      "required": [
        "generatedBy",
        "environment",
        "labels"
      ]
    }
  },
  "required": [
    "schemaVersion",
    "engine",
    "request",
    "plan",
    "metadata"
  ],
  "$defs": {
    "verdict": {
      "description": "What one rule of the policy says.",
      "type": "object",
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
    "step": {
      "type": "object",
      "properties": {
        "id": {
          "type": "string",
          "pattern": "^(step|onfailure)-\\d{2,}$"
        },
        "name": {
          "type": "string",
          "minLength": 1
        },
        "stepType": {
          "type": "string",
          "minLength": 1
        },
        "provider": {
          "description": "The alias in the bag's spelling; null for a step that needs no provider.",
          "type": [
            "string",
            "null"
          ]
        },
        "authSessionName": {
          "type": [
            "string",
            "null"
          ]
        },
        "authSessionOptions": {
          "type": [
            "object",
            "null"
          ]
        },
        "status": {
          "type": "string",
          "enum": [
            "Planned",
            "NotApplicable"
          ]
        },
        "condition": {
          "type": "object",
          "properties": {
            "type": {
              "type": "string",
              "enum": [
                "always",
                "when"
              ]
            },
            "expression": {
              "description": "The condition as compact JSON text.",
              "type": [
                "string",
                "null"
              ]
            }
          },
          "required": [
            "type",
            "expression"
          ]
        },
        "inputs": {
          "description": "The resolved inputs; null for a step that is not applicable.",
          "type": [
            "object",
            "null"
          ]
        },
        "precondition": {
          "description": "The condition that is decided right before the step executes.",
          "anyOf": [
            {
              "$ref": "#/$defs/condition"
            },
            {
              "type": "null"
            }
          ]
        },
        "onPreconditionFalse": {
          "type": "string",
          "enum": [
            "Blocked",
            "Fail",
            "Continue"
          ]
        },
        "preconditionEvent": {
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "type": {
              "type": "string"
            },
            "message": {
              "type": "string"
            },
            "data": {
              "type": "object"
            }
          },
          "required": [
            "type",
            "message"
          ]
        },
        "retryProfile": {
          "type": [
            "string",
            "null"
          ]
        },
        "timeoutSeconds": {
          "type": [
            "integer",
            "null"
          ],
          "minimum": 1,
          "maximum": 86400
        },
        "changes": {
          "description": "What the step would change; [] for nothing, null for what is not known before it runs.",
          "type": [
            "array",
            "null"
          ],
          "items": {
            "$ref": "#/$defs/change"
          }
        },
        "objects": {
          "description": "Whose key it was when the plan was made, where the system tells objects apart.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "identityKey": {
                "type": "string"
              },
              "id": {
                "type": "string",
                "minLength": 1
              }
            },
            "required": [
              "identityKey",
              "id"
            ]
          }
        },
        "fingerprint": {
          "description": "Of what the preview read; null where it read nothing, or its changes are not known.",
          "type": [
            "string",
            "null"
          ],
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "expectedState": {
          "description": "What holds afterwards, by path; null where changes is.",
          "type": [
            "object",
            "null"
          ]
        },
        "warnings": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "id",
        "name",
        "stepType",
        "provider",
        "authSessionName",
        "authSessionOptions",
        "status",
        "condition",
        "inputs",
        "precondition",
        "onPreconditionFalse",
        "preconditionEvent",
        "retryProfile",
        "timeoutSeconds",
        "changes",
        "expectedState",
        "warnings"
      ]
    },
    "resolver": {
      "description": "A read that was done while planning, as resolved.",
      "type": "object",
      "properties": {
        "capability": {
          "type": "string",
          "minLength": 1
        },
        "with": {
          "type": "object",
          "properties": {
            "identityKey": {
              "type": "string"
            },
            "provider": {
              "type": "string"
            },
            "authSessionName": {
              "type": [
                "string",
                "null"
              ]
            },
            "authSessionOptions": {
              "type": [
                "object",
                "null"
              ]
            }
          },
          "required": [
            "identityKey",
            "provider",
            "authSessionName",
            "authSessionOptions"
          ]
        }
      },
      "required": [
        "capability",
        "with"
      ]
    },
    "change": {
      "type": "object",
      "properties": {
        "action": {
          "type": "string",
          "enum": [
            "create",
            "update",
            "delete",
            "add",
            "remove",
            "invoke"
          ]
        },
        "target": {
          "type": "object",
          "properties": {
            "provider": {
              "type": "string"
            },
            "identityKey": {
              "type": "string"
            }
          },
          "required": [
            "provider",
            "identityKey"
          ]
        },
        "path": {
          "type": "string",
          "minLength": 1
        },
        "before": true,
        "after": true
      },
      "required": [
        "action",
        "target",
        "path"
      ]
    },
    "path": {
      "description": "A path such as Request.Intent.Department: segments of letters, digits, _ and -, joined by dots.",
      "type": "string",
      "minLength": 1,
      "examples": [
        "Request.Intent.Department",
        "Request.Context.Views.Identity.Profile"
      ]
    },
    "wildcard": {
      "description": "* any text, ? one character, [a-z] one of these; a backtick before one of them makes it literal.",
      "type": "string"
    },
    "condition": {
      "title": "Condition",
      "description": "Exactly one operator or group. Comparisons are on text and ignore case.",
      "type": "object",
      "properties": {
        "all": {
          "description": "True when every one of these conditions is true. Decided from left to right, until it is known.",
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/condition"
          }
        },
        "any": {
          "description": "True when at least one of these conditions is true.",
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/condition"
          }
        },
        "none": {
          "description": "True when none of these conditions is true.",
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/condition"
          }
        },
        "equals": {
          "description": "True when the value at the path is this one.",
          "type": "object",
          "properties": {
            "path": {
              "$ref": "#/$defs/path"
            },
            "value": {
              "description": "Compared as text, ignoring case; null equals the empty text.",
              "type": [
                "string",
                "number",
                "boolean",
                "null"
              ]
            }
          },
          "required": [
            "path",
            "value"
          ],
          "additionalProperties": false
        },
        "notEquals": {
          "description": "True when the value at the path is not this one.",
          "type": "object",
          "properties": {
            "path": {
              "$ref": "#/$defs/path"
            },
            "value": {
              "description": "Compared as text, ignoring case; null equals the empty text.",
              "type": [
                "string",
                "number",
                "boolean",
                "null"
              ]
            }
          },
          "required": [
            "path",
            "value"
          ],
          "additionalProperties": false
        },
        "in": {
          "description": "True when the value at the path is one of these.",
          "type": "object",
          "properties": {
            "path": {
              "$ref": "#/$defs/path"
            },
            "values": {
              "description": "A list, or one value.",
              "type": [
                "array",
                "string",
                "number",
                "boolean",
                "null"
              ],
              "items": {
                "type": [
                  "string",
                  "number",
                  "boolean",
                  "null"
                ]
              }
            }
          },
          "required": [
            "path",
            "values"
          ],
          "additionalProperties": false
        },
        "exists": {
          "description": "True when the value is there and not null. An absent path is false, never an error.",
          "type": [
            "string",
            "object"
          ],
          "minLength": 1,
          "properties": {
            "path": {
              "$ref": "#/$defs/path"
            }
          },
          "required": [
            "path"
          ],
          "additionalProperties": false
        },
        "contains": {
          "description": "True when the list at the path has this entry.",
          "type": "object",
          "properties": {
            "path": {
              "$ref": "#/$defs/path"
            },
            "value": {
              "description": "Compared as text, ignoring case; null equals the empty text.",
              "type": [
                "string",
                "number",
                "boolean",
                "null"
              ]
            }
          },
          "required": [
            "path",
            "value"
          ],
          "additionalProperties": false
        },
        "notContains": {
          "description": "True when the list at the path does not have this entry.",
          "type": "object",
          "properties": {
            "path": {
              "$ref": "#/$defs/path"
            },
            "value": {
              "description": "Compared as text, ignoring case; null equals the empty text.",
              "type": [
                "string",
                "number",
                "boolean",
                "null"
              ]
            }
          },
          "required": [
            "path",
            "value"
          ],
          "additionalProperties": false
        },
        "like": {
          "description": "True when the text at the path, or any entry of the list there, fits the pattern.",
          "type": "object",
          "properties": {
            "path": {
              "$ref": "#/$defs/path"
            },
            "pattern": {
              "$ref": "#/$defs/wildcard"
            }
          },
          "required": [
            "path",
            "pattern"
          ],
          "additionalProperties": false
        },
        "notLike": {
          "description": "True when the text at the path, or every entry of the list there, does not fit the pattern.",
          "type": "object",
          "properties": {
            "path": {
              "$ref": "#/$defs/path"
            },
            "pattern": {
              "$ref": "#/$defs/wildcard"
            }
          },
          "required": [
            "path",
            "pattern"
          ],
          "additionalProperties": false
        }
      },
      "additionalProperties": false,
      "minProperties": 1,
      "maxProperties": 1
    }
  }
} as const;

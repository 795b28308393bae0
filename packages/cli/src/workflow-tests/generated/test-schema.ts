// Generated from schemas/test.schema.json by scripts/generate.mjs. Do not edit.
export const testSchema = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://idle.example/schemas/test.schema.json",
  "title": "IdLE workflow test",
  "description": "joiner.test.yaml beside joiner.yaml: requests, what is there before, and what is expected. idle test plays them on pretend systems and a virtual clock; no real system is touched, and waits take no time.",
  "type": "object",
  "additionalProperties": false,
  "required": [
    "tests"
  ],
  "properties": {
    "$schema": {
      "description": "Where an editor finds this schema.",
      "type": "string"
    },
    "workflow": {
      "description": "The workflow's file, relative to this one. Default: the name of this file without \".test\".",
      "type": "string",
      "minLength": 1
    },
    "directory": {
      "$ref": "#/$defs/directory"
    },
    "directories": {
      "$ref": "#/$defs/directories"
    },
    "providers": {
      "description": "What stands for an alias of the workflow in place of the mock: a package, as in idle.config.yaml. Needed where a step needs capabilities that the mock does not have.",
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/alias"
      },
      "additionalProperties": {
        "title": "provider",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "use"
        ],
        "properties": {
          "use": {
            "description": "The name of an installed package, never a path. It is looked for from the folder of this file upwards, then beside idle itself.",
            "type": "string",
            "minLength": 1,
            "maxLength": 214,
            "pattern": "^(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$"
          },
          "options": {
            "description": "What the package's createProvider takes.",
            "type": "object"
          }
        }
      }
    },
    "now": {
      "$ref": "#/$defs/now"
    },
    "failures": {
      "$ref": "#/$defs/failures"
    },
    "tests": {
      "description": "The tests, each with a fresh directory and a clock of its own.",
      "type": "array",
      "minItems": 1,
      "items": {
        "$ref": "#/$defs/test"
      }
    }
  },
  "$defs": {
    "alias": {
      "description": "An alias that the workflow uses in with.provider: letters, digits, _ and -.",
      "type": "string",
      "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
    },
    "name": {
      "type": "string",
      "minLength": 1
    },
    "directory": {
      "description": "What is there before, for the alias Identity: a file with { identities: [...] }, relative to this one, or the same written here. Default: nobody.",
      "type": [
        "string",
        "object"
      ],
      "minLength": 1,
      "additionalProperties": false,
      "required": [
        "identities"
      ],
      "properties": {
        "identities": {
          "description": "Identities as the mock provider keeps them.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/identity"
          }
        }
      }
    },
    "directories": {
      "description": "What is there before, by alias.",
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/alias"
      },
      "additionalProperties": {
        "$ref": "#/$defs/directory"
      }
    },
    "identity": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "identityKey",
        "enabled",
        "attributes"
      ],
      "properties": {
        "identityKey": {
          "$ref": "#/$defs/name",
          "description": "What the workflow's identityKey finds it by; compared exactly."
        },
        "enabled": {
          "description": "Whether the account is enabled.",
          "type": "boolean"
        },
        "container": {
          "description": "Where it stands.",
          "type": "string"
        },
        "attributes": {
          "description": "Its attributes by name: texts, numbers, truth values, { base64 } or lists of those.",
          "type": "object",
          "additionalProperties": {
            "$ref": "#/$defs/attribute"
          }
        },
        "entitlements": {
          "description": "Its groups, licences and roles.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/entitlement"
          }
        }
      }
    },
    "attribute": {
      "anyOf": [
        {
          "$ref": "#/$defs/element"
        },
        {
          "type": "array",
          "items": {
            "$ref": "#/$defs/element"
          }
        }
      ]
    },
    "element": {
      "type": [
        "string",
        "number",
        "boolean",
        "null",
        "object"
      ],
      "additionalProperties": false,
      "required": [
        "base64"
      ],
      "properties": {
        "base64": {
          "type": "string"
        }
      }
    },
    "entitlement": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "kind",
        "id"
      ],
      "properties": {
        "kind": {
          "description": "Such as Group or Licence; compared without case.",
          "type": "string"
        },
        "id": {
          "description": "Which one; compared without case.",
          "type": "string"
        },
        "displayName": {
          "description": "What people call it.",
          "type": "string"
        },
        "removable": {
          "description": "false for what cannot be taken away, such as a primary group.",
          "type": "boolean"
        }
      }
    },
    "now": {
      "description": "When the test begins, by its virtual clock. Default 2025-01-01T00:00:00Z.",
      "type": "string",
      "format": "date-time"
    },
    "failures": {
      "description": "Calls of providers that fail. They count while planning, too; the second run is planned without them. One of a test's own that never happens makes the test fail.",
      "type": "array",
      "items": {
        "title": "failure",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "provider",
          "method",
          "code"
        ],
        "properties": {
          "provider": {
            "$ref": "#/$defs/alias"
          },
          "method": {
            "$ref": "#/$defs/name",
            "description": "The provider's method, such as moveIdentity."
          },
          "code": {
            "description": "The error's code.",
            "enum": [
              "NotFound",
              "AlreadyExists",
              "PermissionDenied",
              "ElevationRequired",
              "Throttled",
              "Busy",
              "NotReady",
              "RemoteExecutionFailed",
              "ConnectionFailed",
              "InvalidInput",
              "Timeout",
              "Unsupported"
            ]
          },
          "message": {
            "$ref": "#/$defs/name",
            "description": "What the error says. Default: that it was scripted."
          },
          "transient": {
            "description": "Whether the engine may try again. Default: true for Throttled, Busy and ConnectionFailed.",
            "type": "boolean"
          },
          "times": {
            "description": "For how many calls. Default 1.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "examples": [
              1
            ]
          },
          "after": {
            "description": "true: the call takes effect first, and its answer is lost. Default false.",
            "type": "boolean"
          }
        }
      }
    },
    "test": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "name",
        "request"
      ],
      "properties": {
        "name": {
          "$ref": "#/$defs/name",
          "description": "What people call it; no two tests of a file have the same."
        },
        "description": {
          "description": "For readers.",
          "type": "string"
        },
        "request": {
          "description": "The request: a file, relative to this one, or the request itself.",
          "type": [
            "string",
            "object"
          ],
          "minLength": 1,
          "additionalProperties": false,
          "required": [
            "lifecycleEvent"
          ],
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
              "description": "Ties plan, run and events together. Default: the same made-up one at each run.",
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
              "examples": [
                {
                  "EmployeeId": "10042",
                  "sAMAccountName": "jdoe"
                }
              ]
            },
            "intent": {
              "description": "What is wanted.",
              "type": [
                "object",
                "null"
              ],
              "examples": [
                {
                  "Department": "IT"
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
          }
        },
        "directory": {
          "$ref": "#/$defs/directory"
        },
        "directories": {
          "$ref": "#/$defs/directories"
        },
        "now": {
          "$ref": "#/$defs/now"
        },
        "failures": {
          "$ref": "#/$defs/failures"
        },
        "expect": {
          "$ref": "#/$defs/expect"
        }
      }
    },
    "match": {
      "description": "exact: what is not written must not be there. partial: only what is written is compared, but an empty list means none.",
      "enum": [
        "exact",
        "partial"
      ]
    },
    "expect": {
      "description": "What is expected. Without error and result.status, a run must complete. idle test --update fills in what is missing.",
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "properties": {
        "error": {
          "description": "It is refused, or a step fails, with this.",
          "$ref": "#/$defs/error"
        },
        "plan": {
          "description": "What the plan says. Without any other expectation the plan is not run.",
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "properties": {
            "match": {
              "$ref": "#/$defs/match"
            },
            "steps": {
              "$ref": "#/$defs/plannedSteps"
            },
            "onFailureSteps": {
              "$ref": "#/$defs/plannedSteps"
            }
          }
        },
        "result": {
          "description": "What became of the run.",
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "properties": {
            "match": {
              "$ref": "#/$defs/match"
            },
            "status": {
              "description": "Of the run. Default Completed.",
              "enum": [
                "Completed",
                "Blocked",
                "Failed",
                "Cancelled"
              ]
            },
            "steps": {
              "$ref": "#/$defs/stepResults"
            },
            "notReached": {
              "description": "The names of the steps that were not come to; all of them, in order.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/name"
              }
            },
            "onFailure": {
              "description": "What became of the steps after a failure.",
              "type": "object",
              "additionalProperties": false,
              "minProperties": 1,
              "properties": {
                "status": {
                  "enum": [
                    "NotRun",
                    "Completed",
                    "PartiallyFailed"
                  ]
                },
                "steps": {
                  "$ref": "#/$defs/stepResults"
                }
              }
            }
          }
        },
        "directory": {
          "$ref": "#/$defs/endState"
        },
        "directories": {
          "description": "What is there afterwards, by alias.",
          "type": "object",
          "propertyNames": {
            "$ref": "#/$defs/alias"
          },
          "additionalProperties": {
            "$ref": "#/$defs/endState"
          }
        },
        "events": {
          "description": "Events that happen in this order, with any others in between; under { match: exact, list } there are no others.",
          "type": [
            "array",
            "object"
          ],
          "items": {
            "$ref": "#/$defs/event"
          },
          "additionalProperties": false,
          "required": [
            "list"
          ],
          "properties": {
            "match": {
              "$ref": "#/$defs/match"
            },
            "list": {
              "type": "array",
              "items": {
                "$ref": "#/$defs/event"
              }
            }
          }
        },
        "secondRun": {
          "description": "noChanges: planned once more on the end state, nothing is left to change. changes: something is.",
          "enum": [
            "noChanges",
            "changes"
          ]
        }
      }
    },
    "error": {
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "properties": {
        "code": {
          "$ref": "#/$defs/name",
          "description": "The error's code, or that of one of its diagnostics."
        },
        "message": {
          "$ref": "#/$defs/name",
          "description": "A wildcard that the message, or that of one of its diagnostics, fits: * any text, ? one character."
        }
      }
    },
    "plannedSteps": {
      "description": "Steps by their name.",
      "type": "array",
      "minItems": 1,
      "items": {
        "title": "step",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "step"
        ],
        "properties": {
          "step": {
            "$ref": "#/$defs/name",
            "description": "The step's name."
          },
          "match": {
            "$ref": "#/$defs/match"
          },
          "status": {
            "enum": [
              "Planned",
              "NotApplicable"
            ]
          },
          "changes": {
            "description": "What the step would change; [] for nothing, null for what cannot be known before it runs.",
            "type": [
              "array",
              "null"
            ],
            "items": {
              "$ref": "#/$defs/change"
            }
          }
        }
      }
    },
    "change": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "path"
      ],
      "properties": {
        "action": {
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
          "additionalProperties": false,
          "properties": {
            "provider": {
              "description": "The alias.",
              "type": "string"
            },
            "identityKey": {
              "description": "Whose account.",
              "type": "string"
            }
          }
        },
        "path": {
          "$ref": "#/$defs/name",
          "description": "An attribute's name, identity, enabled, container, entitlements.Group, sessions or sync."
        },
        "before": {
          "description": "The value before; null for none."
        },
        "after": {
          "description": "The value afterwards; null for none."
        }
      }
    },
    "stepResults": {
      "description": "Steps by their name.",
      "type": "array",
      "minItems": 1,
      "items": {
        "title": "step",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "step"
        ],
        "properties": {
          "step": {
            "$ref": "#/$defs/name",
            "description": "The step's name."
          },
          "status": {
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
            "description": "Whether anything is different now.",
            "type": "boolean"
          },
          "attempts": {
            "description": "How often it was tried.",
            "type": "integer",
            "minimum": 0,
            "examples": [
              1
            ]
          },
          "outputs": {
            "description": "Outputs by name; only those written here are compared.",
            "type": "object"
          },
          "sealedOutputs": {
            "description": "The names of the secret outputs, such as initialPassword.",
            "type": "array",
            "items": {
              "$ref": "#/$defs/name"
            }
          },
          "error": {
            "$ref": "#/$defs/error"
          }
        }
      }
    },
    "endState": {
      "description": "What is there afterwards, for the alias Identity.",
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "properties": {
        "match": {
          "$ref": "#/$defs/match"
        },
        "identities": {
          "description": "The identities that are there. With match: exact there are no others.",
          "type": "array",
          "items": {
            "title": "identity",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "identityKey"
            ],
            "properties": {
              "identityKey": {
                "$ref": "#/$defs/name",
                "description": "Whose account; compared exactly."
              },
              "match": {
                "$ref": "#/$defs/match"
              },
              "enabled": {
                "type": "boolean"
              },
              "container": {
                "description": "null for none.",
                "type": [
                  "string",
                  "null"
                ]
              },
              "attributes": {
                "description": "Values by name; null for what is not set.",
                "type": "object",
                "additionalProperties": {
                  "$ref": "#/$defs/attribute"
                }
              },
              "entitlements": {
                "description": "[] for none. With match: partial it may have others.",
                "type": "array",
                "items": {
                  "$ref": "#/$defs/entitlement"
                }
              }
            }
          }
        },
        "absent": {
          "description": "Keys of identities that are not there.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/name"
          }
        }
      }
    },
    "event": {
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "properties": {
        "type": {
          "$ref": "#/$defs/name",
          "description": "Such as Custom or StepFailed."
        },
        "step": {
          "$ref": "#/$defs/name",
          "description": "The name of the step it is about."
        },
        "message": {
          "$ref": "#/$defs/name",
          "description": "A wildcard that the message fits: * any text, ? one character."
        },
        "data": {
          "description": "Data by name; only what is written here is compared.",
          "type": "object"
        }
      }
    }
  }
} as const;

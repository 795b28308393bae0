// Generated from schemas/config.schema.json by scripts/generate.mjs. Do not edit.
export const configSchema = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://idle.example/schemas/config.schema.json",
  "title": "IdLE configuration",
  "description": "idle.config.yaml: which step packages, providers and sessions the command idle puts together. Data only. Plug-ins run with the folder of this file as their working directory, so relative paths in options mean the same from wherever idle is called.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "$schema": {
      "description": "Where an editor finds this schema.",
      "type": "string"
    },
    "steps": {
      "description": "Packages whose step types are known beyond the built-in ones.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/packageName"
      },
      "uniqueItems": true
    },
    "providers": {
      "description": "The provider bag: an alias that workflows use in with.provider, and the provider behind it. Without providers idle plans offline.",
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
            "$ref": "#/$defs/packageName"
          },
          "options": {
            "description": "What the package's createProvider takes. Never a password or token, nor a reference to one: those belong under authSessions.",
            "type": "object"
          }
        }
      }
    },
    "authSessions": {
      "description": "The sessions that providers get, and which calls each is for. Made when one is first needed, closed when the command ends.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/authSession"
      }
    },
    "retryProfiles": {
      "description": "Retry profiles that a step can name in retryProfile. The one called Default applies to steps that name none.",
      "type": "object",
      "propertyNames": {
        "type": "string",
        "pattern": "^[A-Za-z0-9_.-]{1,64}$"
      },
      "additionalProperties": {
        "$ref": "#/$defs/retryProfile"
      }
    },
    "defaultRetryProfile": {
      "description": "For steps without retryProfile and for reads while planning, in place of a profile called Default.",
      "$ref": "#/$defs/retryProfile"
    },
    "redactNames": {
      "description": "Names of keys and attributes whose values are redacted everywhere, beyond the built-in list. Compared whole and without case.",
      "type": "array",
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "sealTo": {
      "description": "Whose public key the secrets are sealed to that steps make, such as generated passwords: the path of a file with the key (PEM, or a JWK as JSON), relative to the folder of this file, or the JWK itself. Never a private key. idle secrets create-key makes a pair.",
      "type": [
        "string",
        "object"
      ],
      "minLength": 1
    },
    "stateFolder": {
      "description": "The folder where runs on this machine share what they know, so that many runs at once trigger one sync cycle and two never write to one identity: relative to the folder of this file, on a disk of this machine, and this account's alone. Made when it is first needed. Default: the folder idle where the system keeps the state of the account's programs.",
      "type": "string",
      "minLength": 1
    },
    "policy": {
      "description": "Guard rails that no workflow can lift: who and what must be left alone, how much may be done, and when nothing is applied. Asked for every plan, and again before every run.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "protected": {
          "description": "Identities that no step may disable, delete, move or strip of an entitlement, and entitlements that none may take away.",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "identities": {
              "description": "By key.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/identityPattern"
              }
            },
            "memberOf": {
              "description": "By a group or role that they hold.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/entitlementPattern"
              }
            },
            "entitlements": {
              "description": "Entitlements that are removed from nobody. An identity that is deleted loses them all the same: name them under memberOf, too, where that must not be.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/entitlementPattern"
              }
            }
          }
        },
        "limits": {
          "description": "How much may be done, in one plan or over time.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/limit"
          }
        },
        "freeze": {
          "description": "When nothing is applied.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/freeze"
          }
        }
      }
    }
  },
  "$defs": {
    "identityPattern": {
      "description": "A key, for every provider, or { provider, key }. * is any text, ? one character; case does not count.",
      "type": [
        "string",
        "object"
      ],
      "minLength": 1,
      "additionalProperties": false,
      "required": [
        "key"
      ],
      "properties": {
        "provider": {
          "description": "For this alias only, and for others of the same system.",
          "$ref": "#/$defs/alias"
        },
        "key": {
          "description": "The key as workflows and requests give it. An account that is also known by others, such as a GUID, needs a pattern for each, or memberOf.",
          "type": "string",
          "minLength": 1,
          "examples": [
            "svc-*"
          ]
        }
      }
    },
    "entitlementPattern": {
      "description": "An id or a display name, for every provider and kind, or { provider, kind, id }. * is any text, ? one character; case does not count.",
      "type": [
        "string",
        "object"
      ],
      "minLength": 1,
      "additionalProperties": false,
      "required": [
        "id"
      ],
      "properties": {
        "provider": {
          "description": "For this alias only, and for others of the same system.",
          "$ref": "#/$defs/alias"
        },
        "kind": {
          "description": "Only of this kind, such as Group.",
          "type": "string",
          "minLength": 1,
          "examples": [
            "Group"
          ]
        },
        "id": {
          "description": "Of the id, or of the display name where the system tells one.",
          "type": "string",
          "minLength": 1,
          "examples": [
            "CN=Domain Admins,*"
          ]
        }
      }
    },
    "limit": {
      "description": "At most so many of one action. Either max or maxPercent.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "action",
        "per"
      ],
      "properties": {
        "action": {
          "description": "What is counted. revoke counts entitlements that are removed, the others identities. Enabling is an update; granting and ending sessions are in no class.",
          "enum": [
            "create",
            "update",
            "disable",
            "delete",
            "revoke",
            "move"
          ]
        },
        "max": {
          "description": "How many.",
          "type": "integer",
          "minimum": 0,
          "examples": [
            500
          ]
        },
        "maxPercent": {
          "description": "How many of a hundred identities that the provider's system has, rounded down. Needs a provider that can list its identities.",
          "type": "number",
          "minimum": 0,
          "maximum": 100,
          "examples": [
            2
          ]
        },
        "per": {
          "description": "plan, or a rolling window from 15m to 30d: of minutes, hours or days. What is counted over time is kept in the state folder.",
          "type": "string",
          "pattern": "^(plan|[1-9][0-9]{0,5}[mhd])$",
          "examples": [
            "24h"
          ]
        },
        "provider": {
          "description": "For the system of this alias. Without it: all systems together for max, each by itself for maxPercent.",
          "$ref": "#/$defs/alias"
        }
      }
    },
    "freeze": {
      "description": "From from to to once, or with days every week, by the clock of a time zone. What is begun before it goes on.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "name",
        "timeZone"
      ],
      "properties": {
        "name": {
          "description": "What people call it.",
          "type": "string",
          "minLength": 1,
          "examples": [
            "Weekends"
          ]
        },
        "timeZone": {
          "description": "A name of the IANA database.",
          "type": "string",
          "minLength": 1,
          "examples": [
            "Europe/Berlin"
          ]
        },
        "days": {
          "description": "The days on which it begins, every week.",
          "type": "array",
          "minItems": 1,
          "uniqueItems": true,
          "items": {
            "enum": [
              "Sun",
              "Mon",
              "Tue",
              "Wed",
              "Thu",
              "Fri",
              "Sat"
            ]
          }
        },
        "from": {
          "description": "With days a time of day in quotes, else a local date and time. Default with days: the whole day.",
          "type": "string",
          "examples": [
            "2026-12-24T18:00"
          ]
        },
        "to": {
          "description": "Likewise; it is not in the freeze itself. With days, one that is not later than from is on the next day.",
          "type": "string",
          "examples": [
            "2027-01-02T06:00"
          ]
        }
      }
    },
    "packageName": {
      "description": "The name of an installed package, never a path. It is looked for from the folder of this file upwards, then beside idle itself.",
      "type": "string",
      "minLength": 1,
      "maxLength": 214,
      "pattern": "^(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$"
    },
    "alias": {
      "type": "string",
      "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
    },
    "retryProfile": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "maxAttempts": {
          "description": "How often a step is tried in all; 0 and 1 both mean once. Default 3.",
          "type": "integer",
          "minimum": 0,
          "maximum": 10,
          "examples": [
            3
          ]
        },
        "initialDelayMs": {
          "description": "Wait before the second attempt, in milliseconds. Default 250.",
          "type": "number",
          "minimum": 0,
          "maximum": 60000,
          "examples": [
            250
          ]
        },
        "backoffFactor": {
          "description": "What each further wait is multiplied by. Default 2.",
          "type": "number",
          "minimum": 1,
          "examples": [
            2
          ]
        },
        "maxDelayMs": {
          "description": "The longest wait, in milliseconds. Default 5000.",
          "type": "number",
          "minimum": 0,
          "maximum": 300000,
          "examples": [
            5000
          ]
        },
        "jitterRatio": {
          "description": "How far a wait may be from its plain value, as a part of it. Default 0.2.",
          "type": "number",
          "minimum": 0,
          "maximum": 1,
          "examples": [
            0.2
          ]
        }
      }
    },
    "authSession": {
      "description": "One session. Either match says for which name and options it is used, or default: true makes it the one used when nothing matches. Either use names a plug-in that makes it from options, or type: Credential describes it here with userName and password.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "match": {
          "description": "The name a step gives in authSessionName, any of its authSessionOptions, and purpose (Plan or Execute); all must be equal, in exact case. A name alone is for steps without options.",
          "type": "object",
          "minProperties": 1,
          "properties": {
            "name": {
              "description": "What a step gives in authSessionName.",
              "type": "string",
              "minLength": 1
            },
            "purpose": {
              "description": "Plan: only for what planning reads. Execute: only for what a run does. Without it: both.",
              "enum": [
                "Plan",
                "Execute"
              ]
            }
          },
          "additionalProperties": {
            "type": [
              "string",
              "number",
              "boolean"
            ]
          }
        },
        "default": {
          "description": "true in place of match for the default session.",
          "const": true
        },
        "use": {
          "$ref": "#/$defs/packageName"
        },
        "options": {
          "description": "What the package's createSession takes. Under a secret's name and under userName, references (env:NAME, file:path, command:[\"program\",\"argument\"]) become what they refer to. Never a secret in clear.",
          "type": "object"
        },
        "type": {
          "description": "What the session is. Without use: Credential. With use it may be left out; the plug-in's session is then taken as what it is.",
          "enum": [
            "OAuth",
            "Command",
            "Credential"
          ]
        },
        "userName": {
          "description": "For type Credential: the user name, or a reference to it.",
          "type": "string",
          "minLength": 1
        },
        "password": {
          "description": "For type Credential: a reference to the password (env:NAME, file:path, command:[\"program\",\"argument\"]), never the password.",
          "type": "string",
          "minLength": 1
        }
      }
    }
  }
} as const;

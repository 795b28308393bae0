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
    }
  },
  "$defs": {
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

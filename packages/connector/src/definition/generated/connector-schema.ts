// Generated from schemas/connector.schema.json by packages/connector/scripts/generate.mjs. Do not edit.
export const connectorSchema = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://idle.example/schemas/connector.schema.json",
  "title": "IdLE connector",
  "description": "connector.yaml: one connector in the manner of ECMA2, its scripts, what it can do and the parameters they get. Data only. Relative paths start from the folder of this file.",
  "type": "object",
  "additionalProperties": false,
  "required": [
    "name"
  ],
  "properties": {
    "$schema": {
      "description": "Where an editor finds this schema.",
      "type": "string"
    },
    "name": {
      "description": "What the connector is called, and its folder: letters, digits, -, _ and dots, beginning with a letter or digit, at most 64.",
      "type": "string",
      "minLength": 1,
      "pattern": "^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$",
      "examples": [
        "hr"
      ]
    },
    "description": {
      "description": "What it connects to, for people.",
      "type": "string"
    },
    "use": {
      "description": "The name of an installed package that exports idleConnector, never a path. It is looked for from the folder of this file upwards. Either use or scripts.",
      "type": "string",
      "minLength": 1,
      "maxLength": 214,
      "pattern": "^(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$",
      "examples": [
        "@acme/hr-connector"
      ]
    },
    "scripts": {
      "description": "PowerShell scripts, each the path of a file, or { inline } with its text. What is left blank is not there. Import takes its three, export its three. Either use or scripts.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "validation": {
          "description": "Whether the parameters are right.",
          "$ref": "#/$defs/script"
        },
        "schema": {
          "description": "The object types and their attributes. Must be there.",
          "$ref": "#/$defs/script"
        },
        "partition": {
          "description": "The partitions.",
          "$ref": "#/$defs/script"
        },
        "hierarchy": {
          "description": "The direct children of a container.",
          "$ref": "#/$defs/script"
        },
        "beginImport": {
          "description": "Begins an import.",
          "$ref": "#/$defs/script"
        },
        "importData": {
          "description": "Brings one page of objects.",
          "$ref": "#/$defs/script"
        },
        "endImport": {
          "description": "Ends an import, whatever became of it.",
          "$ref": "#/$defs/script"
        },
        "beginExport": {
          "description": "Begins an export.",
          "$ref": "#/$defs/script"
        },
        "exportData": {
          "description": "Writes some objects.",
          "$ref": "#/$defs/script"
        },
        "endExport": {
          "description": "Ends an export, whatever became of it.",
          "$ref": "#/$defs/script"
        },
        "password": {
          "description": "Sets or changes a password.",
          "$ref": "#/$defs/script"
        }
      }
    },
    "anchors": {
      "description": "What identifies the objects of a type, where the schema of the scripts does not say it: a name of an attribute, or a list of them, by object type.",
      "type": "object",
      "maxProperties": 1000,
      "additionalProperties": {
        "anyOf": [
          {
            "type": "string",
            "minLength": 1,
            "maxLength": 4096
          },
          {
            "type": "array",
            "minItems": 1,
            "maxItems": 100,
            "items": {
              "type": "string",
              "minLength": 1,
              "maxLength": 4096
            }
          }
        ]
      },
      "examples": [
        {
          "user": "employeeID"
        }
      ]
    },
    "powerShell": {
      "description": "How PowerShell scripts are run.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "executable": {
          "description": "The program: a name that PATH has, or an absolute path. Default pwsh; powershell is Windows PowerShell.",
          "type": "string",
          "minLength": 1,
          "maxLength": 4096,
          "default": "pwsh",
          "examples": [
            "pwsh",
            "powershell"
          ]
        },
        "dialect": {
          "description": "What the scripts are written for: metadirectory, types of Microsoft.MetadirectoryServices as for the Windows PowerShell Connector; or hashtables, tables with control keys such as [DN]. Default metadirectory.",
          "enum": [
            "metadirectory",
            "hashtables"
          ],
          "default": "metadirectory"
        }
      }
    },
    "connectivity": {
      "description": "Where the system is and who connects to it. Scripts get it as the parameters Server, Domain, User, Password and so on, and domain, user and password as credential, too.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "server": {
          "description": "The server.",
          "$ref": "#/$defs/shortText",
          "examples": [
            "hr.example.org"
          ]
        },
        "domain": {
          "description": "The domain of the account.",
          "$ref": "#/$defs/shortText"
        },
        "user": {
          "description": "The name of the account, or a reference to it.",
          "$ref": "#/$defs/shortText"
        },
        "password": {
          "description": "A reference to the password of the account (env:NAME, file:path, command:[\"program\",\"argument\"]), never the password.",
          "$ref": "#/$defs/shortText",
          "examples": [
            "env:HR_PASSWORD"
          ]
        },
        "impersonate": {
          "description": "Run PowerShell scripts as the account. Windows only. Default false.",
          "type": "boolean",
          "default": false
        },
        "loadUserProfile": {
          "description": "Load the account's profile for that. Windows only. Default false.",
          "type": "boolean",
          "default": false
        },
        "logonType": {
          "description": "How the account is logged on for that. Windows only. Default None.",
          "enum": [
            "None",
            "Interactive",
            "Network",
            "Batch",
            "Service",
            "Unlock",
            "NetworkCleartext",
            "NewCredentials"
          ],
          "default": "None"
        },
        "signedScriptsOnly": {
          "description": "Run only PowerShell scripts that are signed. Windows only. Default false.",
          "type": "boolean",
          "default": false
        }
      }
    },
    "commonModule": {
      "description": "A file that scripts load: it is written where they look for it before each of them runs.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "file",
        "name"
      ],
      "properties": {
        "file": {
          "description": "The path of the file.",
          "$ref": "#/$defs/path"
        },
        "name": {
          "description": "What the scripts know it as: the name of a file, without a folder.",
          "type": "string",
          "minLength": 1,
          "maxLength": 128,
          "examples": [
            "HrCommon.psm1"
          ]
        }
      }
    },
    "parameters": {
      "description": "One's own parameters. Scripts get each by its name with the scope behind it: FileName_Global, FileName_Partition, FileName_RunStep.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "global": {
          "description": "For every script.",
          "$ref": "#/$defs/parameters"
        },
        "partition": {
          "description": "For scripts that work in a partition; partitions can have values of their own.",
          "$ref": "#/$defs/parameters"
        },
        "runStep": {
          "description": "For scripts of imports and exports; runSteps can have values of their own.",
          "$ref": "#/$defs/parameters"
        }
      }
    },
    "capabilities": {
      "description": "What the connector can do. Fixed once the connector has been used.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "distinguishedNameStyle": {
          "description": "Whether objects have distinguished names, and of which kind. Default None: an object is known by its anchor.",
          "enum": [
            "None",
            "Generic",
            "LDAP"
          ],
          "default": "None"
        },
        "exportType": {
          "description": "What of a changed object an export shows: all values of the changed attributes; for multi-valued ones only what came and went; that for references only; or the whole object. Default AttributeReplace.",
          "enum": [
            "AttributeReplace",
            "AttributeUpdate",
            "MultivaluedReferenceAttributeUpdate",
            "ObjectReplace"
          ],
          "default": "AttributeReplace"
        },
        "dataNormalization": {
          "description": "What is done to anchors before scripts get them: one or a list. Default None.",
          "type": [
            "string",
            "array"
          ],
          "if": {
            "type": "string"
          },
          "then": {
            "enum": [
              "None",
              "Uppercase",
              "RemoveAccents"
            ]
          },
          "uniqueItems": true,
          "items": {
            "enum": [
              "None",
              "Uppercase",
              "RemoveAccents"
            ]
          },
          "default": "None"
        },
        "objectConfirmation": {
          "description": "Which exported changes an import has to confirm: all; all but deletions; all but additions and deletions. Default Normal.",
          "enum": [
            "Normal",
            "NoDeleteConfirmation",
            "NoAddAndDeleteConfirmation"
          ],
          "default": "Normal"
        },
        "useDnAsAnchor": {
          "description": "The name is the anchor; with the style LDAP only. Default false.",
          "type": "boolean",
          "default": false
        },
        "concurrentOperations": {
          "description": "Runs beside other connectors. Default false.",
          "type": "boolean",
          "default": false
        },
        "partitions": {
          "description": "There are partitions; with the style LDAP only. Default false.",
          "type": "boolean",
          "default": false
        },
        "hierarchy": {
          "description": "Containers can be chosen; with the style LDAP only. Default false.",
          "type": "boolean",
          "default": false
        },
        "enableImport": {
          "description": "Default true.",
          "type": "boolean",
          "default": true
        },
        "enableDeltaImport": {
          "description": "Imports can bring what changed alone. Default false.",
          "type": "boolean",
          "default": false
        },
        "enableExport": {
          "description": "Default false.",
          "type": "boolean",
          "default": false
        },
        "enableFullExport": {
          "description": "Everything can be exported anew. Default false.",
          "type": "boolean",
          "default": false
        },
        "noReferenceValuesInFirstExportPass": {
          "description": "References are exported in a second pass. Default false.",
          "type": "boolean",
          "default": false
        },
        "enableObjectRename": {
          "description": "Objects can get another distinguished name. Default false.",
          "type": "boolean",
          "default": false
        },
        "deleteAddAsReplace": {
          "description": "An object that is deleted and added anew is exported as one replacement. Default false.",
          "type": "boolean",
          "default": false
        },
        "enablePasswordOperations": {
          "description": "Passwords can be set and changed. Default false.",
          "type": "boolean",
          "default": false
        },
        "enableExportPasswordInFirstPass": {
          "description": "A new object's password is exported with it. Default false.",
          "type": "boolean",
          "default": false
        }
      }
    },
    "partitions": {
      "description": "The partitions that runs work in. Default: all that are discovered, whole.",
      "type": "array",
      "minItems": 1,
      "maxItems": 10000,
      "items": {
        "title": "partition",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "dn"
        ],
        "properties": {
          "dn": {
            "description": "The name of the partition.",
            "$ref": "#/$defs/dn"
          },
          "include": {
            "description": "The containers of it that objects are taken from, with all that is in them. Default: the whole partition.",
            "type": "array",
            "items": {
              "$ref": "#/$defs/dn"
            }
          },
          "exclude": {
            "description": "Containers of it that are left out.",
            "type": "array",
            "items": {
              "$ref": "#/$defs/dn"
            }
          },
          "parameters": {
            "description": "In place of those of parameters.partition, or beside them.",
            "$ref": "#/$defs/parameters"
          }
        }
      }
    },
    "runSteps": {
      "description": "What is special to one kind of run.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "fullImport": {
          "$ref": "#/$defs/runStep"
        },
        "deltaImport": {
          "$ref": "#/$defs/runStep"
        },
        "export": {
          "$ref": "#/$defs/runStep"
        },
        "fullExport": {
          "$ref": "#/$defs/runStep"
        }
      }
    },
    "pageSize": {
      "description": "How many objects a script gets or brings at once, at most. Default 9999.",
      "type": "integer",
      "minimum": 1,
      "maximum": 1000000,
      "default": 9999
    },
    "limits": {
      "description": "What stops a run.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "deletions": {
          "description": "How many objects one export may delete: a number, or a part of those that are known, such as \"10%\". Past it nothing is exported. Default 500.",
          "$ref": "#/$defs/limit",
          "default": 500
        },
        "obsolete": {
          "description": "How many objects a full import may find gone: a number, or a part of those that are known, such as \"10%\". Past it the import changes nothing. Default: no limit.",
          "$ref": "#/$defs/limit"
        },
        "errors": {
          "description": "How many objects of one run may have errors. Default 5000.",
          "type": "integer",
          "minimum": 0,
          "maximum": 1000000000,
          "default": 5000
        },
        "scriptSeconds": {
          "description": "How long one call of a script may take. Default 1800.",
          "type": "integer",
          "minimum": 1,
          "maximum": 604800,
          "default": 1800
        }
      }
    },
    "folder": {
      "description": "Where the connector space and the connector's own files stand. Default .idle/connectors/ and the name.",
      "$ref": "#/$defs/path"
    }
  },
  "$defs": {
    "script": {
      "type": [
        "string",
        "object",
        "null"
      ],
      "maxLength": 4096,
      "additionalProperties": false,
      "required": [
        "inline"
      ],
      "properties": {
        "inline": {
          "description": "The script itself.",
          "type": [
            "string",
            "null"
          ]
        }
      }
    },
    "shortText": {
      "type": "string",
      "maxLength": 4096
    },
    "path": {
      "description": "A path of up to 4096 characters, without the character NUL.",
      "type": "string",
      "minLength": 1,
      "maxLength": 4096,
      "pattern": "^[^\\u0000]*$"
    },
    "dn": {
      "type": "string",
      "minLength": 1,
      "maxLength": 4096,
      "examples": [
        "DC=example,DC=org"
      ]
    },
    "limit": {
      "description": "a number of objects, or a part of those that are known in quotes, such as \"10%\".",
      "type": [
        "integer",
        "string"
      ],
      "minimum": 0,
      "maximum": 1000000000,
      "pattern": "^(?:100(?:\\.0{1,6})?|[0-9]{1,2}(?:\\.[0-9]{1,6})?) ?%$"
    },
    "runStep": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "parameters": {
          "description": "In place of those of parameters.runStep, or beside them.",
          "$ref": "#/$defs/parameters"
        }
      }
    },
    "parameters": {
      "type": "object",
      "propertyNames": {
        "description": "It begins with a letter and has letters, digits, blanks, dots, _ and - only, with no blank at its end, at most 128.",
        "type": "string",
        "pattern": "^[A-Za-z](?:[A-Za-z0-9 ._-]{0,126}[A-Za-z0-9._-])?$"
      },
      "additionalProperties": {
        "$ref": "#/$defs/parameter"
      }
    },
    "parameter": {
      "description": "A value in clear, or { secret } with a reference to one.",
      "type": [
        "string",
        "number",
        "boolean",
        "object"
      ],
      "additionalProperties": false,
      "required": [
        "secret"
      ],
      "properties": {
        "secret": {
          "description": "Where the secret comes from: env:NAME, file:path or command:[\"program\",\"argument\"]. Never the secret.",
          "type": "string",
          "minLength": 1,
          "maxLength": 4096
        }
      }
    }
  }
} as const;

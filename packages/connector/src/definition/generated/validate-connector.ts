// Generated from schemas/connector.schema.json by packages/connector/scripts/generate.mjs. Do not edit.
// @ts-nocheck
import type { CompiledValidator } from "@idle/contract";
var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};

var require_ucs2length = __commonJS({
  "node_modules/.pnpm/ajv@8.20.0/node_modules/ajv/dist/runtime/ucs2length.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    function ucs2length(str) {
      const len = str.length;
      let length = 0;
      let pos = 0;
      let value;
      while (pos < len) {
        length++;
        value = str.charCodeAt(pos++);
        if (value >= 55296 && value <= 56319 && pos < len) {
          value = str.charCodeAt(pos);
          if ((value & 64512) === 56320)
            pos++;
        }
      }
      return length;
    }
    exports.default = ucs2length;
    ucs2length.code = 'require("ajv/dist/runtime/ucs2length").default';
  }
});

var require_fast_deep_equal = __commonJS({
  "node_modules/.pnpm/fast-deep-equal@3.1.3/node_modules/fast-deep-equal/index.js"(exports, module) {
    "use strict";
    module.exports = function equal(a, b) {
      if (a === b) return true;
      if (a && b && typeof a == "object" && typeof b == "object") {
        if (a.constructor !== b.constructor) return false;
        var length, i, keys;
        if (Array.isArray(a)) {
          length = a.length;
          if (length != b.length) return false;
          for (i = length; i-- !== 0; )
            if (!equal(a[i], b[i])) return false;
          return true;
        }
        if (a.constructor === RegExp) return a.source === b.source && a.flags === b.flags;
        if (a.valueOf !== Object.prototype.valueOf) return a.valueOf() === b.valueOf();
        if (a.toString !== Object.prototype.toString) return a.toString() === b.toString();
        keys = Object.keys(a);
        length = keys.length;
        if (length !== Object.keys(b).length) return false;
        for (i = length; i-- !== 0; )
          if (!Object.prototype.hasOwnProperty.call(b, keys[i])) return false;
        for (i = length; i-- !== 0; ) {
          var key = keys[i];
          if (!equal(a[key], b[key])) return false;
        }
        return true;
      }
      return a !== a && b !== b;
    };
  }
});

var require_equal = __commonJS({
  "node_modules/.pnpm/ajv@8.20.0/node_modules/ajv/dist/runtime/equal.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    var equal = require_fast_deep_equal();
    equal.code = 'require("ajv/dist/runtime/equal").default';
    exports.default = equal;
  }
});

export const validateConnector: CompiledValidator = validate20;
var schema31 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://idle.example/schemas/connector.schema.json", "title": "IdLE connector", "description": "connector.yaml: one connector in the manner of ECMA2, its scripts, what it can do and the parameters they get. Data only. Relative paths start from the folder of this file.", "type": "object", "additionalProperties": false, "required": ["name"], "properties": { "$schema": { "description": "Where an editor finds this schema.", "type": "string" }, "name": { "description": "What the connector is called, and its folder: letters, digits, -, _ and dots, beginning with a letter or digit, at most 64.", "type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$", "examples": ["hr"] }, "description": { "description": "What it connects to, for people.", "type": "string" }, "use": { "description": "The name of an installed package that exports idleConnector, never a path. It is looked for from the folder of this file upwards. Either use or scripts.", "type": "string", "minLength": 1, "maxLength": 214, "pattern": "^(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$", "examples": ["@acme/hr-connector"] }, "scripts": { "description": "PowerShell scripts, each the path of a file, or { inline } with its text. What is left blank is not there. Import takes its three, export its three. Either use or scripts.", "type": "object", "additionalProperties": false, "properties": { "validation": { "description": "Whether the parameters are right.", "$ref": "#/$defs/script" }, "schema": { "description": "The object types and their attributes. Must be there.", "$ref": "#/$defs/script" }, "partition": { "description": "The partitions.", "$ref": "#/$defs/script" }, "hierarchy": { "description": "The direct children of a container.", "$ref": "#/$defs/script" }, "beginImport": { "description": "Begins an import.", "$ref": "#/$defs/script" }, "importData": { "description": "Brings one page of objects.", "$ref": "#/$defs/script" }, "endImport": { "description": "Ends an import, whatever became of it.", "$ref": "#/$defs/script" }, "beginExport": { "description": "Begins an export.", "$ref": "#/$defs/script" }, "exportData": { "description": "Writes some objects.", "$ref": "#/$defs/script" }, "endExport": { "description": "Ends an export, whatever became of it.", "$ref": "#/$defs/script" }, "password": { "description": "Sets or changes a password.", "$ref": "#/$defs/script" } } }, "anchors": { "description": "What identifies the objects of a type, where the schema of the scripts does not say it: a name of an attribute, or a list of them, by object type.", "type": "object", "maxProperties": 1e3, "additionalProperties": { "anyOf": [{ "type": "string", "minLength": 1, "maxLength": 4096 }, { "type": "array", "minItems": 1, "maxItems": 100, "items": { "type": "string", "minLength": 1, "maxLength": 4096 } }] }, "examples": [{ "user": "employeeID" }] }, "powerShell": { "description": "How PowerShell scripts are run.", "type": "object", "additionalProperties": false, "properties": { "executable": { "description": "The program: a name that PATH has, or an absolute path. Default pwsh; powershell is Windows PowerShell.", "type": "string", "minLength": 1, "maxLength": 4096, "default": "pwsh", "examples": ["pwsh", "powershell"] }, "dialect": { "description": "What the scripts are written for: metadirectory, types of Microsoft.MetadirectoryServices as for the Windows PowerShell Connector; or hashtables, tables with control keys such as [DN]. Default metadirectory.", "enum": ["metadirectory", "hashtables"], "default": "metadirectory" } } }, "connectivity": { "description": "Where the system is and who connects to it. Scripts get it as the parameters Server, Domain, User, Password and so on, and domain, user and password as credential, too.", "type": "object", "additionalProperties": false, "properties": { "server": { "description": "The server.", "$ref": "#/$defs/shortText", "examples": ["hr.example.org"] }, "domain": { "description": "The domain of the account.", "$ref": "#/$defs/shortText" }, "user": { "description": "The name of the account, or a reference to it.", "$ref": "#/$defs/shortText" }, "password": { "description": 'A reference to the password of the account (env:NAME, file:path, command:["program","argument"]), never the password.', "$ref": "#/$defs/shortText", "examples": ["env:HR_PASSWORD"] }, "impersonate": { "description": "Run PowerShell scripts as the account. Windows only. Default false.", "type": "boolean", "default": false }, "loadUserProfile": { "description": "Load the account's profile for that. Windows only. Default false.", "type": "boolean", "default": false }, "logonType": { "description": "How the account is logged on for that. Windows only. Default None.", "enum": ["None", "Interactive", "Network", "Batch", "Service", "Unlock", "NetworkCleartext", "NewCredentials"], "default": "None" }, "signedScriptsOnly": { "description": "Run only PowerShell scripts that are signed. Windows only. Default false.", "type": "boolean", "default": false } } }, "commonModule": { "description": "A file that scripts load: it is written where they look for it before each of them runs.", "type": "object", "additionalProperties": false, "required": ["file", "name"], "properties": { "file": { "description": "The path of the file.", "$ref": "#/$defs/path" }, "name": { "description": "What the scripts know it as: the name of a file, without a folder.", "type": "string", "minLength": 1, "maxLength": 128, "examples": ["HrCommon.psm1"] } } }, "parameters": { "description": "One's own parameters. Scripts get each by its name with the scope behind it: FileName_Global, FileName_Partition, FileName_RunStep.", "type": "object", "additionalProperties": false, "properties": { "global": { "description": "For every script.", "$ref": "#/$defs/parameters" }, "partition": { "description": "For scripts that work in a partition; partitions can have values of their own.", "$ref": "#/$defs/parameters" }, "runStep": { "description": "For scripts of imports and exports; runSteps can have values of their own.", "$ref": "#/$defs/parameters" } } }, "capabilities": { "description": "What the connector can do. Fixed once the connector has been used.", "type": "object", "additionalProperties": false, "properties": { "distinguishedNameStyle": { "description": "Whether objects have distinguished names, and of which kind. Default None: an object is known by its anchor.", "enum": ["None", "Generic", "LDAP"], "default": "None" }, "exportType": { "description": "What of a changed object an export shows: all values of the changed attributes; for multi-valued ones only what came and went; that for references only; or the whole object. Default AttributeReplace.", "enum": ["AttributeReplace", "AttributeUpdate", "MultivaluedReferenceAttributeUpdate", "ObjectReplace"], "default": "AttributeReplace" }, "dataNormalization": { "description": "What is done to anchors before scripts get them: one or a list. Default None.", "type": ["string", "array"], "if": { "type": "string" }, "then": { "enum": ["None", "Uppercase", "RemoveAccents"] }, "uniqueItems": true, "items": { "enum": ["None", "Uppercase", "RemoveAccents"] }, "default": "None" }, "objectConfirmation": { "description": "Which exported changes an import has to confirm: all; all but deletions; all but additions and deletions. Default Normal.", "enum": ["Normal", "NoDeleteConfirmation", "NoAddAndDeleteConfirmation"], "default": "Normal" }, "useDnAsAnchor": { "description": "The name is the anchor; with the style LDAP only. Default false.", "type": "boolean", "default": false }, "concurrentOperations": { "description": "Runs beside other connectors. Default false.", "type": "boolean", "default": false }, "partitions": { "description": "There are partitions; with the style LDAP only. Default false.", "type": "boolean", "default": false }, "hierarchy": { "description": "Containers can be chosen; with the style LDAP only. Default false.", "type": "boolean", "default": false }, "enableImport": { "description": "Default true.", "type": "boolean", "default": true }, "enableDeltaImport": { "description": "Imports can bring what changed alone. Default false.", "type": "boolean", "default": false }, "enableExport": { "description": "Default false.", "type": "boolean", "default": false }, "enableFullExport": { "description": "Everything can be exported anew. Default false.", "type": "boolean", "default": false }, "noReferenceValuesInFirstExportPass": { "description": "References are exported in a second pass. Default false.", "type": "boolean", "default": false }, "enableObjectRename": { "description": "Objects can get another distinguished name. Default false.", "type": "boolean", "default": false }, "deleteAddAsReplace": { "description": "An object that is deleted and added anew is exported as one replacement. Default false.", "type": "boolean", "default": false }, "enablePasswordOperations": { "description": "Passwords can be set and changed. Default false.", "type": "boolean", "default": false }, "enableExportPasswordInFirstPass": { "description": "A new object's password is exported with it. Default false.", "type": "boolean", "default": false } } }, "partitions": { "description": "The partitions that runs work in. Default: all that are discovered, whole.", "type": "array", "minItems": 1, "maxItems": 1e4, "items": { "title": "partition", "type": "object", "additionalProperties": false, "required": ["dn"], "properties": { "dn": { "description": "The name of the partition.", "$ref": "#/$defs/dn" }, "include": { "description": "The containers of it that objects are taken from, with all that is in them. Default: the whole partition.", "type": "array", "items": { "$ref": "#/$defs/dn" } }, "exclude": { "description": "Containers of it that are left out.", "type": "array", "items": { "$ref": "#/$defs/dn" } }, "parameters": { "description": "In place of those of parameters.partition, or beside them.", "$ref": "#/$defs/parameters" } } } }, "runSteps": { "description": "What is special to one kind of run.", "type": "object", "additionalProperties": false, "properties": { "fullImport": { "$ref": "#/$defs/runStep" }, "deltaImport": { "$ref": "#/$defs/runStep" }, "export": { "$ref": "#/$defs/runStep" }, "fullExport": { "$ref": "#/$defs/runStep" } } }, "pageSize": { "description": "How many objects a script gets or brings at once, at most. Default 9999.", "type": "integer", "minimum": 1, "maximum": 1e6, "default": 9999 }, "limits": { "description": "What stops a run.", "type": "object", "additionalProperties": false, "properties": { "deletions": { "description": 'How many objects one export may delete: a number, or a part of those that are known, such as "10%". Past it nothing is exported. Default 500.', "$ref": "#/$defs/limit", "default": 500 }, "obsolete": { "description": 'How many objects a full import may find gone: a number, or a part of those that are known, such as "10%". Past it the import changes nothing. Default: no limit.', "$ref": "#/$defs/limit" }, "errors": { "description": "How many objects of one run may have errors. Default 5000.", "type": "integer", "minimum": 0, "maximum": 1e9, "default": 5e3 }, "scriptSeconds": { "description": "How long one call of a script may take. Default 1800.", "type": "integer", "minimum": 1, "maximum": 604800, "default": 1800 } } }, "folder": { "description": "Where the connector space and the connector's own files stand. Default .idle/connectors/ and the name.", "$ref": "#/$defs/path" } }, "$defs": { "script": { "type": ["string", "object", "null"], "maxLength": 4096, "additionalProperties": false, "required": ["inline"], "properties": { "inline": { "description": "The script itself.", "type": ["string", "null"] } } }, "shortText": { "type": "string", "maxLength": 4096 }, "path": { "description": "A path of up to 4096 characters, without the character NUL.", "type": "string", "minLength": 1, "maxLength": 4096, "pattern": "^[^\\u0000]*$" }, "dn": { "type": "string", "minLength": 1, "maxLength": 4096, "examples": ["DC=example,DC=org"] }, "limit": { "description": 'a number of objects, or a part of those that are known in quotes, such as "10%".', "type": ["integer", "string"], "minimum": 0, "maximum": 1e9, "pattern": "^(?:100(?:\\.0{1,6})?|[0-9]{1,2}(?:\\.[0-9]{1,6})?) ?%$" }, "runStep": { "type": "object", "additionalProperties": false, "properties": { "parameters": { "description": "In place of those of parameters.runStep, or beside them.", "$ref": "#/$defs/parameters" } } }, "parameters": { "type": "object", "propertyNames": { "description": "It begins with a letter and has letters, digits, blanks, dots, _ and - only, with no blank at its end, at most 128.", "type": "string", "pattern": "^[A-Za-z](?:[A-Za-z0-9 ._-]{0,126}[A-Za-z0-9._-])?$" }, "additionalProperties": { "$ref": "#/$defs/parameter" } }, "parameter": { "description": "A value in clear, or { secret } with a reference to one.", "type": ["string", "number", "boolean", "object"], "additionalProperties": false, "required": ["secret"], "properties": { "secret": { "description": 'Where the secret comes from: env:NAME, file:path or command:["program","argument"]. Never the secret.', "type": "string", "minLength": 1, "maxLength": 4096 } } } } };
var schema32 = { "type": ["string", "object", "null"], "maxLength": 4096, "additionalProperties": false, "required": ["inline"], "properties": { "inline": { "description": "The script itself.", "type": ["string", "null"] } } };
var schema54 = { "description": 'a number of objects, or a part of those that are known in quotes, such as "10%".', "type": ["integer", "string"], "minimum": 0, "maximum": 1e9, "pattern": "^(?:100(?:\\.0{1,6})?|[0-9]{1,2}(?:\\.[0-9]{1,6})?) ?%$" };
var func1 = Object.prototype.hasOwnProperty;
var func2 = require_ucs2length().default;
var func0 = require_equal().default;
var pattern4 = new RegExp("^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$", "u");
var pattern5 = new RegExp("^(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$", "u");
var pattern6 = new RegExp("^[^\\u0000]*$", "u");
var pattern8 = new RegExp("^(?:100(?:\\.0{1,6})?|[0-9]{1,2}(?:\\.[0-9]{1,6})?) ?%$", "u");
var schema49 = { "description": "A value in clear, or { secret } with a reference to one.", "type": ["string", "number", "boolean", "object"], "additionalProperties": false, "required": ["secret"], "properties": { "secret": { "description": 'Where the secret comes from: env:NAME, file:path or command:["program","argument"]. Never the secret.', "type": "string", "minLength": 1, "maxLength": 4096 } } };
var pattern7 = new RegExp("^[A-Za-z](?:[A-Za-z0-9 ._-]{0,126}[A-Za-z0-9._-])?$", "u");
function validate21(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate21.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      const _errs1 = errors;
      if (typeof key0 === "string") {
        if (!pattern7.test(key0)) {
          const err0 = { instancePath, schemaPath: "#/propertyNames/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z](?:[A-Za-z0-9 ._-]{0,126}[A-Za-z0-9._-])?$" }, message: 'must match pattern "^[A-Za-z](?:[A-Za-z0-9 ._-]{0,126}[A-Za-z0-9._-])?$"', propertyName: key0 };
          if (vErrors === null) {
            vErrors = [err0];
          } else {
            vErrors.push(err0);
          }
          errors++;
        }
      } else {
        const err1 = { instancePath, schemaPath: "#/propertyNames/type", keyword: "type", params: { type: "string" }, message: "must be string", propertyName: key0 };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
      var valid0 = _errs1 === errors;
      if (!valid0) {
        const err2 = { instancePath, schemaPath: "#/propertyNames", keyword: "propertyNames", params: { propertyName: key0 }, message: "property name must be valid" };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    for (const key1 in data) {
      let data0 = data[key1];
      if (typeof data0 !== "string" && !(typeof data0 == "number" && isFinite(data0)) && typeof data0 !== "boolean" && !(data0 && typeof data0 == "object" && !Array.isArray(data0))) {
        const err3 = { instancePath: instancePath + "/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/parameter/type", keyword: "type", params: { type: schema49.type }, message: "must be string,number,boolean,object" };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
      if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
        if (data0.secret === void 0) {
          const err4 = { instancePath: instancePath + "/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/parameter/required", keyword: "required", params: { missingProperty: "secret" }, message: "must have required property 'secret'" };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
        for (const key2 in data0) {
          if (!(key2 === "secret")) {
            const err5 = { instancePath: instancePath + "/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/parameter/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err5];
            } else {
              vErrors.push(err5);
            }
            errors++;
          }
        }
        if (data0.secret !== void 0) {
          let data1 = data0.secret;
          if (typeof data1 === "string") {
            if (func2(data1) > 4096) {
              const err6 = { instancePath: instancePath + "/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/secret", schemaPath: "#/$defs/parameter/properties/secret/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err6];
              } else {
                vErrors.push(err6);
              }
              errors++;
            }
            if (func2(data1) < 1) {
              const err7 = { instancePath: instancePath + "/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/secret", schemaPath: "#/$defs/parameter/properties/secret/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
              if (vErrors === null) {
                vErrors = [err7];
              } else {
                vErrors.push(err7);
              }
              errors++;
            }
          } else {
            const err8 = { instancePath: instancePath + "/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/secret", schemaPath: "#/$defs/parameter/properties/secret/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
        }
      }
    }
  } else {
    const err9 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err9];
    } else {
      vErrors.push(err9);
    }
    errors++;
  }
  validate21.errors = vErrors;
  return errors === 0;
}
validate21.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate26(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate26.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === "parameters")) {
        const err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.parameters !== void 0) {
      if (!validate21(data.parameters, { instancePath: instancePath + "/parameters", parentData: data, parentDataProperty: "parameters", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate21.errors : validate21.errors.reduce((all, each) => (all.push(each), all), vErrors);
        errors = vErrors.length;
      }
    }
  } else {
    const err1 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate26.errors = vErrors;
  return errors === 0;
}
validate26.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate20.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema31.properties, key0)) {
        const err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.$schema !== void 0) {
      if (typeof data.$schema !== "string") {
        const err2 = { instancePath: instancePath + "/$schema", schemaPath: "#/properties/%24schema/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.name !== void 0) {
      let data1 = data.name;
      if (typeof data1 === "string") {
        if (func2(data1) < 1) {
          const err3 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (!pattern4.test(data1)) {
          const err4 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$" }, message: 'must match pattern "^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$"' };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.description !== void 0) {
      if (typeof data.description !== "string") {
        const err6 = { instancePath: instancePath + "/description", schemaPath: "#/properties/description/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.use !== void 0) {
      let data3 = data.use;
      if (typeof data3 === "string") {
        if (func2(data3) > 214) {
          const err7 = { instancePath: instancePath + "/use", schemaPath: "#/properties/use/maxLength", keyword: "maxLength", params: { limit: 214 }, message: "must NOT have more than 214 characters" };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (func2(data3) < 1) {
          const err8 = { instancePath: instancePath + "/use", schemaPath: "#/properties/use/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
        if (!pattern5.test(data3)) {
          const err9 = { instancePath: instancePath + "/use", schemaPath: "#/properties/use/pattern", keyword: "pattern", params: { pattern: "^(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$" }, message: 'must match pattern "^(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$"' };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      } else {
        const err10 = { instancePath: instancePath + "/use", schemaPath: "#/properties/use/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.scripts !== void 0) {
      let data4 = data.scripts;
      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
        for (const key1 in data4) {
          if (!func1.call(schema31.properties.scripts.properties, key1)) {
            const err11 = { instancePath: instancePath + "/scripts", schemaPath: "#/properties/scripts/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err11];
            } else {
              vErrors.push(err11);
            }
            errors++;
          }
        }
        if (data4.validation !== void 0) {
          let data5 = data4.validation;
          if (typeof data5 !== "string" && !(data5 && typeof data5 == "object" && !Array.isArray(data5)) && data5 !== null) {
            const err12 = { instancePath: instancePath + "/scripts/validation", schemaPath: "#/$defs/script/type", keyword: "type", params: { type: schema32.type }, message: "must be string,object,null" };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
          if (typeof data5 === "string") {
            if (func2(data5) > 4096) {
              const err13 = { instancePath: instancePath + "/scripts/validation", schemaPath: "#/$defs/script/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err13];
              } else {
                vErrors.push(err13);
              }
              errors++;
            }
          }
          if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
            if (data5.inline === void 0) {
              const err14 = { instancePath: instancePath + "/scripts/validation", schemaPath: "#/$defs/script/required", keyword: "required", params: { missingProperty: "inline" }, message: "must have required property 'inline'" };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
            for (const key2 in data5) {
              if (!(key2 === "inline")) {
                const err15 = { instancePath: instancePath + "/scripts/validation", schemaPath: "#/$defs/script/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err15];
                } else {
                  vErrors.push(err15);
                }
                errors++;
              }
            }
            if (data5.inline !== void 0) {
              let data6 = data5.inline;
              if (typeof data6 !== "string" && data6 !== null) {
                const err16 = { instancePath: instancePath + "/scripts/validation/inline", schemaPath: "#/$defs/script/properties/inline/type", keyword: "type", params: { type: schema32.properties.inline.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err16];
                } else {
                  vErrors.push(err16);
                }
                errors++;
              }
            }
          }
        }
        if (data4.schema !== void 0) {
          let data7 = data4.schema;
          if (typeof data7 !== "string" && !(data7 && typeof data7 == "object" && !Array.isArray(data7)) && data7 !== null) {
            const err17 = { instancePath: instancePath + "/scripts/schema", schemaPath: "#/$defs/script/type", keyword: "type", params: { type: schema32.type }, message: "must be string,object,null" };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
          if (typeof data7 === "string") {
            if (func2(data7) > 4096) {
              const err18 = { instancePath: instancePath + "/scripts/schema", schemaPath: "#/$defs/script/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
          }
          if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
            if (data7.inline === void 0) {
              const err19 = { instancePath: instancePath + "/scripts/schema", schemaPath: "#/$defs/script/required", keyword: "required", params: { missingProperty: "inline" }, message: "must have required property 'inline'" };
              if (vErrors === null) {
                vErrors = [err19];
              } else {
                vErrors.push(err19);
              }
              errors++;
            }
            for (const key3 in data7) {
              if (!(key3 === "inline")) {
                const err20 = { instancePath: instancePath + "/scripts/schema", schemaPath: "#/$defs/script/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err20];
                } else {
                  vErrors.push(err20);
                }
                errors++;
              }
            }
            if (data7.inline !== void 0) {
              let data8 = data7.inline;
              if (typeof data8 !== "string" && data8 !== null) {
                const err21 = { instancePath: instancePath + "/scripts/schema/inline", schemaPath: "#/$defs/script/properties/inline/type", keyword: "type", params: { type: schema32.properties.inline.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err21];
                } else {
                  vErrors.push(err21);
                }
                errors++;
              }
            }
          }
        }
        if (data4.partition !== void 0) {
          let data9 = data4.partition;
          if (typeof data9 !== "string" && !(data9 && typeof data9 == "object" && !Array.isArray(data9)) && data9 !== null) {
            const err22 = { instancePath: instancePath + "/scripts/partition", schemaPath: "#/$defs/script/type", keyword: "type", params: { type: schema32.type }, message: "must be string,object,null" };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
          if (typeof data9 === "string") {
            if (func2(data9) > 4096) {
              const err23 = { instancePath: instancePath + "/scripts/partition", schemaPath: "#/$defs/script/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err23];
              } else {
                vErrors.push(err23);
              }
              errors++;
            }
          }
          if (data9 && typeof data9 == "object" && !Array.isArray(data9)) {
            if (data9.inline === void 0) {
              const err24 = { instancePath: instancePath + "/scripts/partition", schemaPath: "#/$defs/script/required", keyword: "required", params: { missingProperty: "inline" }, message: "must have required property 'inline'" };
              if (vErrors === null) {
                vErrors = [err24];
              } else {
                vErrors.push(err24);
              }
              errors++;
            }
            for (const key4 in data9) {
              if (!(key4 === "inline")) {
                const err25 = { instancePath: instancePath + "/scripts/partition", schemaPath: "#/$defs/script/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err25];
                } else {
                  vErrors.push(err25);
                }
                errors++;
              }
            }
            if (data9.inline !== void 0) {
              let data10 = data9.inline;
              if (typeof data10 !== "string" && data10 !== null) {
                const err26 = { instancePath: instancePath + "/scripts/partition/inline", schemaPath: "#/$defs/script/properties/inline/type", keyword: "type", params: { type: schema32.properties.inline.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err26];
                } else {
                  vErrors.push(err26);
                }
                errors++;
              }
            }
          }
        }
        if (data4.hierarchy !== void 0) {
          let data11 = data4.hierarchy;
          if (typeof data11 !== "string" && !(data11 && typeof data11 == "object" && !Array.isArray(data11)) && data11 !== null) {
            const err27 = { instancePath: instancePath + "/scripts/hierarchy", schemaPath: "#/$defs/script/type", keyword: "type", params: { type: schema32.type }, message: "must be string,object,null" };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
          if (typeof data11 === "string") {
            if (func2(data11) > 4096) {
              const err28 = { instancePath: instancePath + "/scripts/hierarchy", schemaPath: "#/$defs/script/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err28];
              } else {
                vErrors.push(err28);
              }
              errors++;
            }
          }
          if (data11 && typeof data11 == "object" && !Array.isArray(data11)) {
            if (data11.inline === void 0) {
              const err29 = { instancePath: instancePath + "/scripts/hierarchy", schemaPath: "#/$defs/script/required", keyword: "required", params: { missingProperty: "inline" }, message: "must have required property 'inline'" };
              if (vErrors === null) {
                vErrors = [err29];
              } else {
                vErrors.push(err29);
              }
              errors++;
            }
            for (const key5 in data11) {
              if (!(key5 === "inline")) {
                const err30 = { instancePath: instancePath + "/scripts/hierarchy", schemaPath: "#/$defs/script/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err30];
                } else {
                  vErrors.push(err30);
                }
                errors++;
              }
            }
            if (data11.inline !== void 0) {
              let data12 = data11.inline;
              if (typeof data12 !== "string" && data12 !== null) {
                const err31 = { instancePath: instancePath + "/scripts/hierarchy/inline", schemaPath: "#/$defs/script/properties/inline/type", keyword: "type", params: { type: schema32.properties.inline.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err31];
                } else {
                  vErrors.push(err31);
                }
                errors++;
              }
            }
          }
        }
        if (data4.beginImport !== void 0) {
          let data13 = data4.beginImport;
          if (typeof data13 !== "string" && !(data13 && typeof data13 == "object" && !Array.isArray(data13)) && data13 !== null) {
            const err32 = { instancePath: instancePath + "/scripts/beginImport", schemaPath: "#/$defs/script/type", keyword: "type", params: { type: schema32.type }, message: "must be string,object,null" };
            if (vErrors === null) {
              vErrors = [err32];
            } else {
              vErrors.push(err32);
            }
            errors++;
          }
          if (typeof data13 === "string") {
            if (func2(data13) > 4096) {
              const err33 = { instancePath: instancePath + "/scripts/beginImport", schemaPath: "#/$defs/script/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err33];
              } else {
                vErrors.push(err33);
              }
              errors++;
            }
          }
          if (data13 && typeof data13 == "object" && !Array.isArray(data13)) {
            if (data13.inline === void 0) {
              const err34 = { instancePath: instancePath + "/scripts/beginImport", schemaPath: "#/$defs/script/required", keyword: "required", params: { missingProperty: "inline" }, message: "must have required property 'inline'" };
              if (vErrors === null) {
                vErrors = [err34];
              } else {
                vErrors.push(err34);
              }
              errors++;
            }
            for (const key6 in data13) {
              if (!(key6 === "inline")) {
                const err35 = { instancePath: instancePath + "/scripts/beginImport", schemaPath: "#/$defs/script/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err35];
                } else {
                  vErrors.push(err35);
                }
                errors++;
              }
            }
            if (data13.inline !== void 0) {
              let data14 = data13.inline;
              if (typeof data14 !== "string" && data14 !== null) {
                const err36 = { instancePath: instancePath + "/scripts/beginImport/inline", schemaPath: "#/$defs/script/properties/inline/type", keyword: "type", params: { type: schema32.properties.inline.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err36];
                } else {
                  vErrors.push(err36);
                }
                errors++;
              }
            }
          }
        }
        if (data4.importData !== void 0) {
          let data15 = data4.importData;
          if (typeof data15 !== "string" && !(data15 && typeof data15 == "object" && !Array.isArray(data15)) && data15 !== null) {
            const err37 = { instancePath: instancePath + "/scripts/importData", schemaPath: "#/$defs/script/type", keyword: "type", params: { type: schema32.type }, message: "must be string,object,null" };
            if (vErrors === null) {
              vErrors = [err37];
            } else {
              vErrors.push(err37);
            }
            errors++;
          }
          if (typeof data15 === "string") {
            if (func2(data15) > 4096) {
              const err38 = { instancePath: instancePath + "/scripts/importData", schemaPath: "#/$defs/script/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err38];
              } else {
                vErrors.push(err38);
              }
              errors++;
            }
          }
          if (data15 && typeof data15 == "object" && !Array.isArray(data15)) {
            if (data15.inline === void 0) {
              const err39 = { instancePath: instancePath + "/scripts/importData", schemaPath: "#/$defs/script/required", keyword: "required", params: { missingProperty: "inline" }, message: "must have required property 'inline'" };
              if (vErrors === null) {
                vErrors = [err39];
              } else {
                vErrors.push(err39);
              }
              errors++;
            }
            for (const key7 in data15) {
              if (!(key7 === "inline")) {
                const err40 = { instancePath: instancePath + "/scripts/importData", schemaPath: "#/$defs/script/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err40];
                } else {
                  vErrors.push(err40);
                }
                errors++;
              }
            }
            if (data15.inline !== void 0) {
              let data16 = data15.inline;
              if (typeof data16 !== "string" && data16 !== null) {
                const err41 = { instancePath: instancePath + "/scripts/importData/inline", schemaPath: "#/$defs/script/properties/inline/type", keyword: "type", params: { type: schema32.properties.inline.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err41];
                } else {
                  vErrors.push(err41);
                }
                errors++;
              }
            }
          }
        }
        if (data4.endImport !== void 0) {
          let data17 = data4.endImport;
          if (typeof data17 !== "string" && !(data17 && typeof data17 == "object" && !Array.isArray(data17)) && data17 !== null) {
            const err42 = { instancePath: instancePath + "/scripts/endImport", schemaPath: "#/$defs/script/type", keyword: "type", params: { type: schema32.type }, message: "must be string,object,null" };
            if (vErrors === null) {
              vErrors = [err42];
            } else {
              vErrors.push(err42);
            }
            errors++;
          }
          if (typeof data17 === "string") {
            if (func2(data17) > 4096) {
              const err43 = { instancePath: instancePath + "/scripts/endImport", schemaPath: "#/$defs/script/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err43];
              } else {
                vErrors.push(err43);
              }
              errors++;
            }
          }
          if (data17 && typeof data17 == "object" && !Array.isArray(data17)) {
            if (data17.inline === void 0) {
              const err44 = { instancePath: instancePath + "/scripts/endImport", schemaPath: "#/$defs/script/required", keyword: "required", params: { missingProperty: "inline" }, message: "must have required property 'inline'" };
              if (vErrors === null) {
                vErrors = [err44];
              } else {
                vErrors.push(err44);
              }
              errors++;
            }
            for (const key8 in data17) {
              if (!(key8 === "inline")) {
                const err45 = { instancePath: instancePath + "/scripts/endImport", schemaPath: "#/$defs/script/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key8 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err45];
                } else {
                  vErrors.push(err45);
                }
                errors++;
              }
            }
            if (data17.inline !== void 0) {
              let data18 = data17.inline;
              if (typeof data18 !== "string" && data18 !== null) {
                const err46 = { instancePath: instancePath + "/scripts/endImport/inline", schemaPath: "#/$defs/script/properties/inline/type", keyword: "type", params: { type: schema32.properties.inline.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err46];
                } else {
                  vErrors.push(err46);
                }
                errors++;
              }
            }
          }
        }
        if (data4.beginExport !== void 0) {
          let data19 = data4.beginExport;
          if (typeof data19 !== "string" && !(data19 && typeof data19 == "object" && !Array.isArray(data19)) && data19 !== null) {
            const err47 = { instancePath: instancePath + "/scripts/beginExport", schemaPath: "#/$defs/script/type", keyword: "type", params: { type: schema32.type }, message: "must be string,object,null" };
            if (vErrors === null) {
              vErrors = [err47];
            } else {
              vErrors.push(err47);
            }
            errors++;
          }
          if (typeof data19 === "string") {
            if (func2(data19) > 4096) {
              const err48 = { instancePath: instancePath + "/scripts/beginExport", schemaPath: "#/$defs/script/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err48];
              } else {
                vErrors.push(err48);
              }
              errors++;
            }
          }
          if (data19 && typeof data19 == "object" && !Array.isArray(data19)) {
            if (data19.inline === void 0) {
              const err49 = { instancePath: instancePath + "/scripts/beginExport", schemaPath: "#/$defs/script/required", keyword: "required", params: { missingProperty: "inline" }, message: "must have required property 'inline'" };
              if (vErrors === null) {
                vErrors = [err49];
              } else {
                vErrors.push(err49);
              }
              errors++;
            }
            for (const key9 in data19) {
              if (!(key9 === "inline")) {
                const err50 = { instancePath: instancePath + "/scripts/beginExport", schemaPath: "#/$defs/script/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key9 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err50];
                } else {
                  vErrors.push(err50);
                }
                errors++;
              }
            }
            if (data19.inline !== void 0) {
              let data20 = data19.inline;
              if (typeof data20 !== "string" && data20 !== null) {
                const err51 = { instancePath: instancePath + "/scripts/beginExport/inline", schemaPath: "#/$defs/script/properties/inline/type", keyword: "type", params: { type: schema32.properties.inline.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err51];
                } else {
                  vErrors.push(err51);
                }
                errors++;
              }
            }
          }
        }
        if (data4.exportData !== void 0) {
          let data21 = data4.exportData;
          if (typeof data21 !== "string" && !(data21 && typeof data21 == "object" && !Array.isArray(data21)) && data21 !== null) {
            const err52 = { instancePath: instancePath + "/scripts/exportData", schemaPath: "#/$defs/script/type", keyword: "type", params: { type: schema32.type }, message: "must be string,object,null" };
            if (vErrors === null) {
              vErrors = [err52];
            } else {
              vErrors.push(err52);
            }
            errors++;
          }
          if (typeof data21 === "string") {
            if (func2(data21) > 4096) {
              const err53 = { instancePath: instancePath + "/scripts/exportData", schemaPath: "#/$defs/script/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err53];
              } else {
                vErrors.push(err53);
              }
              errors++;
            }
          }
          if (data21 && typeof data21 == "object" && !Array.isArray(data21)) {
            if (data21.inline === void 0) {
              const err54 = { instancePath: instancePath + "/scripts/exportData", schemaPath: "#/$defs/script/required", keyword: "required", params: { missingProperty: "inline" }, message: "must have required property 'inline'" };
              if (vErrors === null) {
                vErrors = [err54];
              } else {
                vErrors.push(err54);
              }
              errors++;
            }
            for (const key10 in data21) {
              if (!(key10 === "inline")) {
                const err55 = { instancePath: instancePath + "/scripts/exportData", schemaPath: "#/$defs/script/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key10 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err55];
                } else {
                  vErrors.push(err55);
                }
                errors++;
              }
            }
            if (data21.inline !== void 0) {
              let data22 = data21.inline;
              if (typeof data22 !== "string" && data22 !== null) {
                const err56 = { instancePath: instancePath + "/scripts/exportData/inline", schemaPath: "#/$defs/script/properties/inline/type", keyword: "type", params: { type: schema32.properties.inline.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err56];
                } else {
                  vErrors.push(err56);
                }
                errors++;
              }
            }
          }
        }
        if (data4.endExport !== void 0) {
          let data23 = data4.endExport;
          if (typeof data23 !== "string" && !(data23 && typeof data23 == "object" && !Array.isArray(data23)) && data23 !== null) {
            const err57 = { instancePath: instancePath + "/scripts/endExport", schemaPath: "#/$defs/script/type", keyword: "type", params: { type: schema32.type }, message: "must be string,object,null" };
            if (vErrors === null) {
              vErrors = [err57];
            } else {
              vErrors.push(err57);
            }
            errors++;
          }
          if (typeof data23 === "string") {
            if (func2(data23) > 4096) {
              const err58 = { instancePath: instancePath + "/scripts/endExport", schemaPath: "#/$defs/script/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err58];
              } else {
                vErrors.push(err58);
              }
              errors++;
            }
          }
          if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
            if (data23.inline === void 0) {
              const err59 = { instancePath: instancePath + "/scripts/endExport", schemaPath: "#/$defs/script/required", keyword: "required", params: { missingProperty: "inline" }, message: "must have required property 'inline'" };
              if (vErrors === null) {
                vErrors = [err59];
              } else {
                vErrors.push(err59);
              }
              errors++;
            }
            for (const key11 in data23) {
              if (!(key11 === "inline")) {
                const err60 = { instancePath: instancePath + "/scripts/endExport", schemaPath: "#/$defs/script/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key11 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err60];
                } else {
                  vErrors.push(err60);
                }
                errors++;
              }
            }
            if (data23.inline !== void 0) {
              let data24 = data23.inline;
              if (typeof data24 !== "string" && data24 !== null) {
                const err61 = { instancePath: instancePath + "/scripts/endExport/inline", schemaPath: "#/$defs/script/properties/inline/type", keyword: "type", params: { type: schema32.properties.inline.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err61];
                } else {
                  vErrors.push(err61);
                }
                errors++;
              }
            }
          }
        }
        if (data4.password !== void 0) {
          let data25 = data4.password;
          if (typeof data25 !== "string" && !(data25 && typeof data25 == "object" && !Array.isArray(data25)) && data25 !== null) {
            const err62 = { instancePath: instancePath + "/scripts/password", schemaPath: "#/$defs/script/type", keyword: "type", params: { type: schema32.type }, message: "must be string,object,null" };
            if (vErrors === null) {
              vErrors = [err62];
            } else {
              vErrors.push(err62);
            }
            errors++;
          }
          if (typeof data25 === "string") {
            if (func2(data25) > 4096) {
              const err63 = { instancePath: instancePath + "/scripts/password", schemaPath: "#/$defs/script/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err63];
              } else {
                vErrors.push(err63);
              }
              errors++;
            }
          }
          if (data25 && typeof data25 == "object" && !Array.isArray(data25)) {
            if (data25.inline === void 0) {
              const err64 = { instancePath: instancePath + "/scripts/password", schemaPath: "#/$defs/script/required", keyword: "required", params: { missingProperty: "inline" }, message: "must have required property 'inline'" };
              if (vErrors === null) {
                vErrors = [err64];
              } else {
                vErrors.push(err64);
              }
              errors++;
            }
            for (const key12 in data25) {
              if (!(key12 === "inline")) {
                const err65 = { instancePath: instancePath + "/scripts/password", schemaPath: "#/$defs/script/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key12 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err65];
                } else {
                  vErrors.push(err65);
                }
                errors++;
              }
            }
            if (data25.inline !== void 0) {
              let data26 = data25.inline;
              if (typeof data26 !== "string" && data26 !== null) {
                const err66 = { instancePath: instancePath + "/scripts/password/inline", schemaPath: "#/$defs/script/properties/inline/type", keyword: "type", params: { type: schema32.properties.inline.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err66];
                } else {
                  vErrors.push(err66);
                }
                errors++;
              }
            }
          }
        }
      } else {
        const err67 = { instancePath: instancePath + "/scripts", schemaPath: "#/properties/scripts/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err67];
        } else {
          vErrors.push(err67);
        }
        errors++;
      }
    }
    if (data.anchors !== void 0) {
      let data27 = data.anchors;
      if (data27 && typeof data27 == "object" && !Array.isArray(data27)) {
        if (Object.keys(data27).length > 1e3) {
          const err68 = { instancePath: instancePath + "/anchors", schemaPath: "#/properties/anchors/maxProperties", keyword: "maxProperties", params: { limit: 1e3 }, message: "must NOT have more than 1000 properties" };
          if (vErrors === null) {
            vErrors = [err68];
          } else {
            vErrors.push(err68);
          }
          errors++;
        }
        for (const key13 in data27) {
          let data28 = data27[key13];
          const _errs83 = errors;
          let valid25 = false;
          const _errs84 = errors;
          if (typeof data28 === "string") {
            if (func2(data28) > 4096) {
              const err69 = { instancePath: instancePath + "/anchors/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/anchors/additionalProperties/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err69];
              } else {
                vErrors.push(err69);
              }
              errors++;
            }
            if (func2(data28) < 1) {
              const err70 = { instancePath: instancePath + "/anchors/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/anchors/additionalProperties/anyOf/0/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
              if (vErrors === null) {
                vErrors = [err70];
              } else {
                vErrors.push(err70);
              }
              errors++;
            }
          } else {
            const err71 = { instancePath: instancePath + "/anchors/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/anchors/additionalProperties/anyOf/0/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err71];
            } else {
              vErrors.push(err71);
            }
            errors++;
          }
          var _valid0 = _errs84 === errors;
          valid25 = valid25 || _valid0;
          const _errs86 = errors;
          if (Array.isArray(data28)) {
            if (data28.length > 100) {
              const err72 = { instancePath: instancePath + "/anchors/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/anchors/additionalProperties/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 100 }, message: "must NOT have more than 100 items" };
              if (vErrors === null) {
                vErrors = [err72];
              } else {
                vErrors.push(err72);
              }
              errors++;
            }
            if (data28.length < 1) {
              const err73 = { instancePath: instancePath + "/anchors/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/anchors/additionalProperties/anyOf/1/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" };
              if (vErrors === null) {
                vErrors = [err73];
              } else {
                vErrors.push(err73);
              }
              errors++;
            }
            const len0 = data28.length;
            for (let i0 = 0; i0 < len0; i0++) {
              let data29 = data28[i0];
              if (typeof data29 === "string") {
                if (func2(data29) > 4096) {
                  const err74 = { instancePath: instancePath + "/anchors/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i0, schemaPath: "#/properties/anchors/additionalProperties/anyOf/1/items/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
                  if (vErrors === null) {
                    vErrors = [err74];
                  } else {
                    vErrors.push(err74);
                  }
                  errors++;
                }
                if (func2(data29) < 1) {
                  const err75 = { instancePath: instancePath + "/anchors/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i0, schemaPath: "#/properties/anchors/additionalProperties/anyOf/1/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
                  if (vErrors === null) {
                    vErrors = [err75];
                  } else {
                    vErrors.push(err75);
                  }
                  errors++;
                }
              } else {
                const err76 = { instancePath: instancePath + "/anchors/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i0, schemaPath: "#/properties/anchors/additionalProperties/anyOf/1/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err76];
                } else {
                  vErrors.push(err76);
                }
                errors++;
              }
            }
          } else {
            const err77 = { instancePath: instancePath + "/anchors/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/anchors/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "array" }, message: "must be array" };
            if (vErrors === null) {
              vErrors = [err77];
            } else {
              vErrors.push(err77);
            }
            errors++;
          }
          var _valid0 = _errs86 === errors;
          valid25 = valid25 || _valid0;
          if (!valid25) {
            const err78 = { instancePath: instancePath + "/anchors/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/anchors/additionalProperties/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
            if (vErrors === null) {
              vErrors = [err78];
            } else {
              vErrors.push(err78);
            }
            errors++;
          } else {
            errors = _errs83;
            if (vErrors !== null) {
              if (_errs83) {
                vErrors.length = _errs83;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err79 = { instancePath: instancePath + "/anchors", schemaPath: "#/properties/anchors/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err79];
        } else {
          vErrors.push(err79);
        }
        errors++;
      }
    }
    if (data.powerShell !== void 0) {
      let data30 = data.powerShell;
      if (data30 && typeof data30 == "object" && !Array.isArray(data30)) {
        for (const key14 in data30) {
          if (!(key14 === "executable" || key14 === "dialect")) {
            const err80 = { instancePath: instancePath + "/powerShell", schemaPath: "#/properties/powerShell/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key14 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err80];
            } else {
              vErrors.push(err80);
            }
            errors++;
          }
        }
        if (data30.executable !== void 0) {
          let data31 = data30.executable;
          if (typeof data31 === "string") {
            if (func2(data31) > 4096) {
              const err81 = { instancePath: instancePath + "/powerShell/executable", schemaPath: "#/properties/powerShell/properties/executable/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err81];
              } else {
                vErrors.push(err81);
              }
              errors++;
            }
            if (func2(data31) < 1) {
              const err82 = { instancePath: instancePath + "/powerShell/executable", schemaPath: "#/properties/powerShell/properties/executable/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
              if (vErrors === null) {
                vErrors = [err82];
              } else {
                vErrors.push(err82);
              }
              errors++;
            }
          } else {
            const err83 = { instancePath: instancePath + "/powerShell/executable", schemaPath: "#/properties/powerShell/properties/executable/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err83];
            } else {
              vErrors.push(err83);
            }
            errors++;
          }
        }
        if (data30.dialect !== void 0) {
          let data32 = data30.dialect;
          if (!(data32 === "metadirectory" || data32 === "hashtables")) {
            const err84 = { instancePath: instancePath + "/powerShell/dialect", schemaPath: "#/properties/powerShell/properties/dialect/enum", keyword: "enum", params: { allowedValues: schema31.properties.powerShell.properties.dialect.enum }, message: "must be equal to one of the allowed values" };
            if (vErrors === null) {
              vErrors = [err84];
            } else {
              vErrors.push(err84);
            }
            errors++;
          }
        }
      } else {
        const err85 = { instancePath: instancePath + "/powerShell", schemaPath: "#/properties/powerShell/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err85];
        } else {
          vErrors.push(err85);
        }
        errors++;
      }
    }
    if (data.connectivity !== void 0) {
      let data33 = data.connectivity;
      if (data33 && typeof data33 == "object" && !Array.isArray(data33)) {
        for (const key15 in data33) {
          if (!(key15 === "server" || key15 === "domain" || key15 === "user" || key15 === "password" || key15 === "impersonate" || key15 === "loadUserProfile" || key15 === "logonType" || key15 === "signedScriptsOnly")) {
            const err86 = { instancePath: instancePath + "/connectivity", schemaPath: "#/properties/connectivity/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key15 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err86];
            } else {
              vErrors.push(err86);
            }
            errors++;
          }
        }
        if (data33.server !== void 0) {
          let data34 = data33.server;
          if (typeof data34 === "string") {
            if (func2(data34) > 4096) {
              const err87 = { instancePath: instancePath + "/connectivity/server", schemaPath: "#/$defs/shortText/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err87];
              } else {
                vErrors.push(err87);
              }
              errors++;
            }
          } else {
            const err88 = { instancePath: instancePath + "/connectivity/server", schemaPath: "#/$defs/shortText/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err88];
            } else {
              vErrors.push(err88);
            }
            errors++;
          }
        }
        if (data33.domain !== void 0) {
          let data35 = data33.domain;
          if (typeof data35 === "string") {
            if (func2(data35) > 4096) {
              const err89 = { instancePath: instancePath + "/connectivity/domain", schemaPath: "#/$defs/shortText/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err89];
              } else {
                vErrors.push(err89);
              }
              errors++;
            }
          } else {
            const err90 = { instancePath: instancePath + "/connectivity/domain", schemaPath: "#/$defs/shortText/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err90];
            } else {
              vErrors.push(err90);
            }
            errors++;
          }
        }
        if (data33.user !== void 0) {
          let data36 = data33.user;
          if (typeof data36 === "string") {
            if (func2(data36) > 4096) {
              const err91 = { instancePath: instancePath + "/connectivity/user", schemaPath: "#/$defs/shortText/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err91];
              } else {
                vErrors.push(err91);
              }
              errors++;
            }
          } else {
            const err92 = { instancePath: instancePath + "/connectivity/user", schemaPath: "#/$defs/shortText/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err92];
            } else {
              vErrors.push(err92);
            }
            errors++;
          }
        }
        if (data33.password !== void 0) {
          let data37 = data33.password;
          if (typeof data37 === "string") {
            if (func2(data37) > 4096) {
              const err93 = { instancePath: instancePath + "/connectivity/password", schemaPath: "#/$defs/shortText/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err93];
              } else {
                vErrors.push(err93);
              }
              errors++;
            }
          } else {
            const err94 = { instancePath: instancePath + "/connectivity/password", schemaPath: "#/$defs/shortText/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err94];
            } else {
              vErrors.push(err94);
            }
            errors++;
          }
        }
        if (data33.impersonate !== void 0) {
          if (typeof data33.impersonate !== "boolean") {
            const err95 = { instancePath: instancePath + "/connectivity/impersonate", schemaPath: "#/properties/connectivity/properties/impersonate/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err95];
            } else {
              vErrors.push(err95);
            }
            errors++;
          }
        }
        if (data33.loadUserProfile !== void 0) {
          if (typeof data33.loadUserProfile !== "boolean") {
            const err96 = { instancePath: instancePath + "/connectivity/loadUserProfile", schemaPath: "#/properties/connectivity/properties/loadUserProfile/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err96];
            } else {
              vErrors.push(err96);
            }
            errors++;
          }
        }
        if (data33.logonType !== void 0) {
          let data40 = data33.logonType;
          if (!(data40 === "None" || data40 === "Interactive" || data40 === "Network" || data40 === "Batch" || data40 === "Service" || data40 === "Unlock" || data40 === "NetworkCleartext" || data40 === "NewCredentials")) {
            const err97 = { instancePath: instancePath + "/connectivity/logonType", schemaPath: "#/properties/connectivity/properties/logonType/enum", keyword: "enum", params: { allowedValues: schema31.properties.connectivity.properties.logonType.enum }, message: "must be equal to one of the allowed values" };
            if (vErrors === null) {
              vErrors = [err97];
            } else {
              vErrors.push(err97);
            }
            errors++;
          }
        }
        if (data33.signedScriptsOnly !== void 0) {
          if (typeof data33.signedScriptsOnly !== "boolean") {
            const err98 = { instancePath: instancePath + "/connectivity/signedScriptsOnly", schemaPath: "#/properties/connectivity/properties/signedScriptsOnly/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err98];
            } else {
              vErrors.push(err98);
            }
            errors++;
          }
        }
      } else {
        const err99 = { instancePath: instancePath + "/connectivity", schemaPath: "#/properties/connectivity/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err99];
        } else {
          vErrors.push(err99);
        }
        errors++;
      }
    }
    if (data.commonModule !== void 0) {
      let data42 = data.commonModule;
      if (data42 && typeof data42 == "object" && !Array.isArray(data42)) {
        if (data42.file === void 0) {
          const err100 = { instancePath: instancePath + "/commonModule", schemaPath: "#/properties/commonModule/required", keyword: "required", params: { missingProperty: "file" }, message: "must have required property 'file'" };
          if (vErrors === null) {
            vErrors = [err100];
          } else {
            vErrors.push(err100);
          }
          errors++;
        }
        if (data42.name === void 0) {
          const err101 = { instancePath: instancePath + "/commonModule", schemaPath: "#/properties/commonModule/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'" };
          if (vErrors === null) {
            vErrors = [err101];
          } else {
            vErrors.push(err101);
          }
          errors++;
        }
        for (const key16 in data42) {
          if (!(key16 === "file" || key16 === "name")) {
            const err102 = { instancePath: instancePath + "/commonModule", schemaPath: "#/properties/commonModule/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key16 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err102];
            } else {
              vErrors.push(err102);
            }
            errors++;
          }
        }
        if (data42.file !== void 0) {
          let data43 = data42.file;
          if (typeof data43 === "string") {
            if (func2(data43) > 4096) {
              const err103 = { instancePath: instancePath + "/commonModule/file", schemaPath: "#/$defs/path/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
              if (vErrors === null) {
                vErrors = [err103];
              } else {
                vErrors.push(err103);
              }
              errors++;
            }
            if (func2(data43) < 1) {
              const err104 = { instancePath: instancePath + "/commonModule/file", schemaPath: "#/$defs/path/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
              if (vErrors === null) {
                vErrors = [err104];
              } else {
                vErrors.push(err104);
              }
              errors++;
            }
            if (!pattern6.test(data43)) {
              const err105 = { instancePath: instancePath + "/commonModule/file", schemaPath: "#/$defs/path/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000]*$" }, message: 'must match pattern "^[^\\u0000]*$"' };
              if (vErrors === null) {
                vErrors = [err105];
              } else {
                vErrors.push(err105);
              }
              errors++;
            }
          } else {
            const err106 = { instancePath: instancePath + "/commonModule/file", schemaPath: "#/$defs/path/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err106];
            } else {
              vErrors.push(err106);
            }
            errors++;
          }
        }
        if (data42.name !== void 0) {
          let data44 = data42.name;
          if (typeof data44 === "string") {
            if (func2(data44) > 128) {
              const err107 = { instancePath: instancePath + "/commonModule/name", schemaPath: "#/properties/commonModule/properties/name/maxLength", keyword: "maxLength", params: { limit: 128 }, message: "must NOT have more than 128 characters" };
              if (vErrors === null) {
                vErrors = [err107];
              } else {
                vErrors.push(err107);
              }
              errors++;
            }
            if (func2(data44) < 1) {
              const err108 = { instancePath: instancePath + "/commonModule/name", schemaPath: "#/properties/commonModule/properties/name/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
              if (vErrors === null) {
                vErrors = [err108];
              } else {
                vErrors.push(err108);
              }
              errors++;
            }
          } else {
            const err109 = { instancePath: instancePath + "/commonModule/name", schemaPath: "#/properties/commonModule/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err109];
            } else {
              vErrors.push(err109);
            }
            errors++;
          }
        }
      } else {
        const err110 = { instancePath: instancePath + "/commonModule", schemaPath: "#/properties/commonModule/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err110];
        } else {
          vErrors.push(err110);
        }
        errors++;
      }
    }
    if (data.parameters !== void 0) {
      let data45 = data.parameters;
      if (data45 && typeof data45 == "object" && !Array.isArray(data45)) {
        for (const key17 in data45) {
          if (!(key17 === "global" || key17 === "partition" || key17 === "runStep")) {
            const err111 = { instancePath: instancePath + "/parameters", schemaPath: "#/properties/parameters/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key17 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err111];
            } else {
              vErrors.push(err111);
            }
            errors++;
          }
        }
        if (data45.global !== void 0) {
          if (!validate21(data45.global, { instancePath: instancePath + "/parameters/global", parentData: data45, parentDataProperty: "global", rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate21.errors : validate21.errors.reduce((all, each) => (all.push(each), all), vErrors);
            errors = vErrors.length;
          }
        }
        if (data45.partition !== void 0) {
          if (!validate21(data45.partition, { instancePath: instancePath + "/parameters/partition", parentData: data45, parentDataProperty: "partition", rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate21.errors : validate21.errors.reduce((all, each) => (all.push(each), all), vErrors);
            errors = vErrors.length;
          }
        }
        if (data45.runStep !== void 0) {
          if (!validate21(data45.runStep, { instancePath: instancePath + "/parameters/runStep", parentData: data45, parentDataProperty: "runStep", rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate21.errors : validate21.errors.reduce((all, each) => (all.push(each), all), vErrors);
            errors = vErrors.length;
          }
        }
      } else {
        const err112 = { instancePath: instancePath + "/parameters", schemaPath: "#/properties/parameters/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err112];
        } else {
          vErrors.push(err112);
        }
        errors++;
      }
    }
    if (data.capabilities !== void 0) {
      let data49 = data.capabilities;
      if (data49 && typeof data49 == "object" && !Array.isArray(data49)) {
        for (const key18 in data49) {
          if (!func1.call(schema31.properties.capabilities.properties, key18)) {
            const err113 = { instancePath: instancePath + "/capabilities", schemaPath: "#/properties/capabilities/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key18 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err113];
            } else {
              vErrors.push(err113);
            }
            errors++;
          }
        }
        if (data49.distinguishedNameStyle !== void 0) {
          let data50 = data49.distinguishedNameStyle;
          if (!(data50 === "None" || data50 === "Generic" || data50 === "LDAP")) {
            const err114 = { instancePath: instancePath + "/capabilities/distinguishedNameStyle", schemaPath: "#/properties/capabilities/properties/distinguishedNameStyle/enum", keyword: "enum", params: { allowedValues: schema31.properties.capabilities.properties.distinguishedNameStyle.enum }, message: "must be equal to one of the allowed values" };
            if (vErrors === null) {
              vErrors = [err114];
            } else {
              vErrors.push(err114);
            }
            errors++;
          }
        }
        if (data49.exportType !== void 0) {
          let data51 = data49.exportType;
          if (!(data51 === "AttributeReplace" || data51 === "AttributeUpdate" || data51 === "MultivaluedReferenceAttributeUpdate" || data51 === "ObjectReplace")) {
            const err115 = { instancePath: instancePath + "/capabilities/exportType", schemaPath: "#/properties/capabilities/properties/exportType/enum", keyword: "enum", params: { allowedValues: schema31.properties.capabilities.properties.exportType.enum }, message: "must be equal to one of the allowed values" };
            if (vErrors === null) {
              vErrors = [err115];
            } else {
              vErrors.push(err115);
            }
            errors++;
          }
        }
        if (data49.dataNormalization !== void 0) {
          let data52 = data49.dataNormalization;
          if (typeof data52 !== "string" && !Array.isArray(data52)) {
            const err116 = { instancePath: instancePath + "/capabilities/dataNormalization", schemaPath: "#/properties/capabilities/properties/dataNormalization/type", keyword: "type", params: { type: schema31.properties.capabilities.properties.dataNormalization.type }, message: "must be string,array" };
            if (vErrors === null) {
              vErrors = [err116];
            } else {
              vErrors.push(err116);
            }
            errors++;
          }
          const _errs139 = errors;
          let valid38 = true;
          const _errs140 = errors;
          if (typeof data52 !== "string") {
            const err117 = {};
            if (vErrors === null) {
              vErrors = [err117];
            } else {
              vErrors.push(err117);
            }
            errors++;
          }
          var _valid1 = _errs140 === errors;
          errors = _errs139;
          if (vErrors !== null) {
            if (_errs139) {
              vErrors.length = _errs139;
            } else {
              vErrors = null;
            }
          }
          if (_valid1) {
            const _errs142 = errors;
            if (!(data52 === "None" || data52 === "Uppercase" || data52 === "RemoveAccents")) {
              const err118 = { instancePath: instancePath + "/capabilities/dataNormalization", schemaPath: "#/properties/capabilities/properties/dataNormalization/then/enum", keyword: "enum", params: { allowedValues: schema31.properties.capabilities.properties.dataNormalization.then.enum }, message: "must be equal to one of the allowed values" };
              if (vErrors === null) {
                vErrors = [err118];
              } else {
                vErrors.push(err118);
              }
              errors++;
            }
            var _valid1 = _errs142 === errors;
            valid38 = _valid1;
          }
          if (!valid38) {
            const err119 = { instancePath: instancePath + "/capabilities/dataNormalization", schemaPath: "#/properties/capabilities/properties/dataNormalization/if", keyword: "if", params: { failingKeyword: "then" }, message: 'must match "then" schema' };
            if (vErrors === null) {
              vErrors = [err119];
            } else {
              vErrors.push(err119);
            }
            errors++;
          }
          if (Array.isArray(data52)) {
            const len1 = data52.length;
            for (let i1 = 0; i1 < len1; i1++) {
              let data53 = data52[i1];
              if (!(data53 === "None" || data53 === "Uppercase" || data53 === "RemoveAccents")) {
                const err120 = { instancePath: instancePath + "/capabilities/dataNormalization/" + i1, schemaPath: "#/properties/capabilities/properties/dataNormalization/items/enum", keyword: "enum", params: { allowedValues: schema31.properties.capabilities.properties.dataNormalization.items.enum }, message: "must be equal to one of the allowed values" };
                if (vErrors === null) {
                  vErrors = [err120];
                } else {
                  vErrors.push(err120);
                }
                errors++;
              }
            }
            let i2 = data52.length;
            let j0;
            if (i2 > 1) {
              outer0:
                for (; i2--; ) {
                  for (j0 = i2; j0--; ) {
                    if (func0(data52[i2], data52[j0])) {
                      const err121 = { instancePath: instancePath + "/capabilities/dataNormalization", schemaPath: "#/properties/capabilities/properties/dataNormalization/uniqueItems", keyword: "uniqueItems", params: { i: i2, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i2 + " are identical)" };
                      if (vErrors === null) {
                        vErrors = [err121];
                      } else {
                        vErrors.push(err121);
                      }
                      errors++;
                      break outer0;
                    }
                  }
                }
            }
          }
        }
        if (data49.objectConfirmation !== void 0) {
          let data54 = data49.objectConfirmation;
          if (!(data54 === "Normal" || data54 === "NoDeleteConfirmation" || data54 === "NoAddAndDeleteConfirmation")) {
            const err122 = { instancePath: instancePath + "/capabilities/objectConfirmation", schemaPath: "#/properties/capabilities/properties/objectConfirmation/enum", keyword: "enum", params: { allowedValues: schema31.properties.capabilities.properties.objectConfirmation.enum }, message: "must be equal to one of the allowed values" };
            if (vErrors === null) {
              vErrors = [err122];
            } else {
              vErrors.push(err122);
            }
            errors++;
          }
        }
        if (data49.useDnAsAnchor !== void 0) {
          if (typeof data49.useDnAsAnchor !== "boolean") {
            const err123 = { instancePath: instancePath + "/capabilities/useDnAsAnchor", schemaPath: "#/properties/capabilities/properties/useDnAsAnchor/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err123];
            } else {
              vErrors.push(err123);
            }
            errors++;
          }
        }
        if (data49.concurrentOperations !== void 0) {
          if (typeof data49.concurrentOperations !== "boolean") {
            const err124 = { instancePath: instancePath + "/capabilities/concurrentOperations", schemaPath: "#/properties/capabilities/properties/concurrentOperations/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err124];
            } else {
              vErrors.push(err124);
            }
            errors++;
          }
        }
        if (data49.partitions !== void 0) {
          if (typeof data49.partitions !== "boolean") {
            const err125 = { instancePath: instancePath + "/capabilities/partitions", schemaPath: "#/properties/capabilities/properties/partitions/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err125];
            } else {
              vErrors.push(err125);
            }
            errors++;
          }
        }
        if (data49.hierarchy !== void 0) {
          if (typeof data49.hierarchy !== "boolean") {
            const err126 = { instancePath: instancePath + "/capabilities/hierarchy", schemaPath: "#/properties/capabilities/properties/hierarchy/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err126];
            } else {
              vErrors.push(err126);
            }
            errors++;
          }
        }
        if (data49.enableImport !== void 0) {
          if (typeof data49.enableImport !== "boolean") {
            const err127 = { instancePath: instancePath + "/capabilities/enableImport", schemaPath: "#/properties/capabilities/properties/enableImport/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err127];
            } else {
              vErrors.push(err127);
            }
            errors++;
          }
        }
        if (data49.enableDeltaImport !== void 0) {
          if (typeof data49.enableDeltaImport !== "boolean") {
            const err128 = { instancePath: instancePath + "/capabilities/enableDeltaImport", schemaPath: "#/properties/capabilities/properties/enableDeltaImport/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err128];
            } else {
              vErrors.push(err128);
            }
            errors++;
          }
        }
        if (data49.enableExport !== void 0) {
          if (typeof data49.enableExport !== "boolean") {
            const err129 = { instancePath: instancePath + "/capabilities/enableExport", schemaPath: "#/properties/capabilities/properties/enableExport/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err129];
            } else {
              vErrors.push(err129);
            }
            errors++;
          }
        }
        if (data49.enableFullExport !== void 0) {
          if (typeof data49.enableFullExport !== "boolean") {
            const err130 = { instancePath: instancePath + "/capabilities/enableFullExport", schemaPath: "#/properties/capabilities/properties/enableFullExport/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err130];
            } else {
              vErrors.push(err130);
            }
            errors++;
          }
        }
        if (data49.noReferenceValuesInFirstExportPass !== void 0) {
          if (typeof data49.noReferenceValuesInFirstExportPass !== "boolean") {
            const err131 = { instancePath: instancePath + "/capabilities/noReferenceValuesInFirstExportPass", schemaPath: "#/properties/capabilities/properties/noReferenceValuesInFirstExportPass/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err131];
            } else {
              vErrors.push(err131);
            }
            errors++;
          }
        }
        if (data49.enableObjectRename !== void 0) {
          if (typeof data49.enableObjectRename !== "boolean") {
            const err132 = { instancePath: instancePath + "/capabilities/enableObjectRename", schemaPath: "#/properties/capabilities/properties/enableObjectRename/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err132];
            } else {
              vErrors.push(err132);
            }
            errors++;
          }
        }
        if (data49.deleteAddAsReplace !== void 0) {
          if (typeof data49.deleteAddAsReplace !== "boolean") {
            const err133 = { instancePath: instancePath + "/capabilities/deleteAddAsReplace", schemaPath: "#/properties/capabilities/properties/deleteAddAsReplace/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err133];
            } else {
              vErrors.push(err133);
            }
            errors++;
          }
        }
        if (data49.enablePasswordOperations !== void 0) {
          if (typeof data49.enablePasswordOperations !== "boolean") {
            const err134 = { instancePath: instancePath + "/capabilities/enablePasswordOperations", schemaPath: "#/properties/capabilities/properties/enablePasswordOperations/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err134];
            } else {
              vErrors.push(err134);
            }
            errors++;
          }
        }
        if (data49.enableExportPasswordInFirstPass !== void 0) {
          if (typeof data49.enableExportPasswordInFirstPass !== "boolean") {
            const err135 = { instancePath: instancePath + "/capabilities/enableExportPasswordInFirstPass", schemaPath: "#/properties/capabilities/properties/enableExportPasswordInFirstPass/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err135];
            } else {
              vErrors.push(err135);
            }
            errors++;
          }
        }
      } else {
        const err136 = { instancePath: instancePath + "/capabilities", schemaPath: "#/properties/capabilities/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err136];
        } else {
          vErrors.push(err136);
        }
        errors++;
      }
    }
    if (data.partitions !== void 0) {
      let data68 = data.partitions;
      if (Array.isArray(data68)) {
        if (data68.length > 1e4) {
          const err137 = { instancePath: instancePath + "/partitions", schemaPath: "#/properties/partitions/maxItems", keyword: "maxItems", params: { limit: 1e4 }, message: "must NOT have more than 10000 items" };
          if (vErrors === null) {
            vErrors = [err137];
          } else {
            vErrors.push(err137);
          }
          errors++;
        }
        if (data68.length < 1) {
          const err138 = { instancePath: instancePath + "/partitions", schemaPath: "#/properties/partitions/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" };
          if (vErrors === null) {
            vErrors = [err138];
          } else {
            vErrors.push(err138);
          }
          errors++;
        }
        const len2 = data68.length;
        for (let i3 = 0; i3 < len2; i3++) {
          let data69 = data68[i3];
          if (data69 && typeof data69 == "object" && !Array.isArray(data69)) {
            if (data69.dn === void 0) {
              const err139 = { instancePath: instancePath + "/partitions/" + i3, schemaPath: "#/properties/partitions/items/required", keyword: "required", params: { missingProperty: "dn" }, message: "must have required property 'dn'" };
              if (vErrors === null) {
                vErrors = [err139];
              } else {
                vErrors.push(err139);
              }
              errors++;
            }
            for (const key19 in data69) {
              if (!(key19 === "dn" || key19 === "include" || key19 === "exclude" || key19 === "parameters")) {
                const err140 = { instancePath: instancePath + "/partitions/" + i3, schemaPath: "#/properties/partitions/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key19 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err140];
                } else {
                  vErrors.push(err140);
                }
                errors++;
              }
            }
            if (data69.dn !== void 0) {
              let data70 = data69.dn;
              if (typeof data70 === "string") {
                if (func2(data70) > 4096) {
                  const err141 = { instancePath: instancePath + "/partitions/" + i3 + "/dn", schemaPath: "#/$defs/dn/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
                  if (vErrors === null) {
                    vErrors = [err141];
                  } else {
                    vErrors.push(err141);
                  }
                  errors++;
                }
                if (func2(data70) < 1) {
                  const err142 = { instancePath: instancePath + "/partitions/" + i3 + "/dn", schemaPath: "#/$defs/dn/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
                  if (vErrors === null) {
                    vErrors = [err142];
                  } else {
                    vErrors.push(err142);
                  }
                  errors++;
                }
              } else {
                const err143 = { instancePath: instancePath + "/partitions/" + i3 + "/dn", schemaPath: "#/$defs/dn/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err143];
                } else {
                  vErrors.push(err143);
                }
                errors++;
              }
            }
            if (data69.include !== void 0) {
              let data71 = data69.include;
              if (Array.isArray(data71)) {
                const len3 = data71.length;
                for (let i4 = 0; i4 < len3; i4++) {
                  let data72 = data71[i4];
                  if (typeof data72 === "string") {
                    if (func2(data72) > 4096) {
                      const err144 = { instancePath: instancePath + "/partitions/" + i3 + "/include/" + i4, schemaPath: "#/$defs/dn/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
                      if (vErrors === null) {
                        vErrors = [err144];
                      } else {
                        vErrors.push(err144);
                      }
                      errors++;
                    }
                    if (func2(data72) < 1) {
                      const err145 = { instancePath: instancePath + "/partitions/" + i3 + "/include/" + i4, schemaPath: "#/$defs/dn/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
                      if (vErrors === null) {
                        vErrors = [err145];
                      } else {
                        vErrors.push(err145);
                      }
                      errors++;
                    }
                  } else {
                    const err146 = { instancePath: instancePath + "/partitions/" + i3 + "/include/" + i4, schemaPath: "#/$defs/dn/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                    if (vErrors === null) {
                      vErrors = [err146];
                    } else {
                      vErrors.push(err146);
                    }
                    errors++;
                  }
                }
              } else {
                const err147 = { instancePath: instancePath + "/partitions/" + i3 + "/include", schemaPath: "#/properties/partitions/items/properties/include/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                if (vErrors === null) {
                  vErrors = [err147];
                } else {
                  vErrors.push(err147);
                }
                errors++;
              }
            }
            if (data69.exclude !== void 0) {
              let data73 = data69.exclude;
              if (Array.isArray(data73)) {
                const len4 = data73.length;
                for (let i5 = 0; i5 < len4; i5++) {
                  let data74 = data73[i5];
                  if (typeof data74 === "string") {
                    if (func2(data74) > 4096) {
                      const err148 = { instancePath: instancePath + "/partitions/" + i3 + "/exclude/" + i5, schemaPath: "#/$defs/dn/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
                      if (vErrors === null) {
                        vErrors = [err148];
                      } else {
                        vErrors.push(err148);
                      }
                      errors++;
                    }
                    if (func2(data74) < 1) {
                      const err149 = { instancePath: instancePath + "/partitions/" + i3 + "/exclude/" + i5, schemaPath: "#/$defs/dn/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
                      if (vErrors === null) {
                        vErrors = [err149];
                      } else {
                        vErrors.push(err149);
                      }
                      errors++;
                    }
                  } else {
                    const err150 = { instancePath: instancePath + "/partitions/" + i3 + "/exclude/" + i5, schemaPath: "#/$defs/dn/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                    if (vErrors === null) {
                      vErrors = [err150];
                    } else {
                      vErrors.push(err150);
                    }
                    errors++;
                  }
                }
              } else {
                const err151 = { instancePath: instancePath + "/partitions/" + i3 + "/exclude", schemaPath: "#/properties/partitions/items/properties/exclude/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                if (vErrors === null) {
                  vErrors = [err151];
                } else {
                  vErrors.push(err151);
                }
                errors++;
              }
            }
            if (data69.parameters !== void 0) {
              if (!validate21(data69.parameters, { instancePath: instancePath + "/partitions/" + i3 + "/parameters", parentData: data69, parentDataProperty: "parameters", rootData, dynamicAnchors })) {
                vErrors = vErrors === null ? validate21.errors : validate21.errors.reduce((all, each) => (all.push(each), all), vErrors);
                errors = vErrors.length;
              }
            }
          } else {
            const err152 = { instancePath: instancePath + "/partitions/" + i3, schemaPath: "#/properties/partitions/items/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err152];
            } else {
              vErrors.push(err152);
            }
            errors++;
          }
        }
      } else {
        const err153 = { instancePath: instancePath + "/partitions", schemaPath: "#/properties/partitions/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err153];
        } else {
          vErrors.push(err153);
        }
        errors++;
      }
    }
    if (data.runSteps !== void 0) {
      let data76 = data.runSteps;
      if (data76 && typeof data76 == "object" && !Array.isArray(data76)) {
        for (const key20 in data76) {
          if (!(key20 === "fullImport" || key20 === "deltaImport" || key20 === "export" || key20 === "fullExport")) {
            const err154 = { instancePath: instancePath + "/runSteps", schemaPath: "#/properties/runSteps/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key20 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err154];
            } else {
              vErrors.push(err154);
            }
            errors++;
          }
        }
        if (data76.fullImport !== void 0) {
          if (!validate26(data76.fullImport, { instancePath: instancePath + "/runSteps/fullImport", parentData: data76, parentDataProperty: "fullImport", rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate26.errors : validate26.errors.reduce((all, each) => (all.push(each), all), vErrors);
            errors = vErrors.length;
          }
        }
        if (data76.deltaImport !== void 0) {
          if (!validate26(data76.deltaImport, { instancePath: instancePath + "/runSteps/deltaImport", parentData: data76, parentDataProperty: "deltaImport", rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate26.errors : validate26.errors.reduce((all, each) => (all.push(each), all), vErrors);
            errors = vErrors.length;
          }
        }
        if (data76.export !== void 0) {
          if (!validate26(data76.export, { instancePath: instancePath + "/runSteps/export", parentData: data76, parentDataProperty: "export", rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate26.errors : validate26.errors.reduce((all, each) => (all.push(each), all), vErrors);
            errors = vErrors.length;
          }
        }
        if (data76.fullExport !== void 0) {
          if (!validate26(data76.fullExport, { instancePath: instancePath + "/runSteps/fullExport", parentData: data76, parentDataProperty: "fullExport", rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate26.errors : validate26.errors.reduce((all, each) => (all.push(each), all), vErrors);
            errors = vErrors.length;
          }
        }
      } else {
        const err155 = { instancePath: instancePath + "/runSteps", schemaPath: "#/properties/runSteps/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err155];
        } else {
          vErrors.push(err155);
        }
        errors++;
      }
    }
    if (data.pageSize !== void 0) {
      let data81 = data.pageSize;
      if (!(typeof data81 == "number" && (!(data81 % 1) && !isNaN(data81)) && isFinite(data81))) {
        const err156 = { instancePath: instancePath + "/pageSize", schemaPath: "#/properties/pageSize/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
        if (vErrors === null) {
          vErrors = [err156];
        } else {
          vErrors.push(err156);
        }
        errors++;
      }
      if (typeof data81 == "number" && isFinite(data81)) {
        if (data81 > 1e6 || isNaN(data81)) {
          const err157 = { instancePath: instancePath + "/pageSize", schemaPath: "#/properties/pageSize/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, message: "must be <= 1000000" };
          if (vErrors === null) {
            vErrors = [err157];
          } else {
            vErrors.push(err157);
          }
          errors++;
        }
        if (data81 < 1 || isNaN(data81)) {
          const err158 = { instancePath: instancePath + "/pageSize", schemaPath: "#/properties/pageSize/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
          if (vErrors === null) {
            vErrors = [err158];
          } else {
            vErrors.push(err158);
          }
          errors++;
        }
      }
    }
    if (data.limits !== void 0) {
      let data82 = data.limits;
      if (data82 && typeof data82 == "object" && !Array.isArray(data82)) {
        for (const key21 in data82) {
          if (!(key21 === "deletions" || key21 === "obsolete" || key21 === "errors" || key21 === "scriptSeconds")) {
            const err159 = { instancePath: instancePath + "/limits", schemaPath: "#/properties/limits/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key21 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err159];
            } else {
              vErrors.push(err159);
            }
            errors++;
          }
        }
        if (data82.deletions !== void 0) {
          let data83 = data82.deletions;
          if (!(typeof data83 == "number" && (!(data83 % 1) && !isNaN(data83)) && isFinite(data83)) && typeof data83 !== "string") {
            const err160 = { instancePath: instancePath + "/limits/deletions", schemaPath: "#/$defs/limit/type", keyword: "type", params: { type: schema54.type }, message: "must be integer,string" };
            if (vErrors === null) {
              vErrors = [err160];
            } else {
              vErrors.push(err160);
            }
            errors++;
          }
          if (typeof data83 == "number" && isFinite(data83)) {
            if (data83 > 1e9 || isNaN(data83)) {
              const err161 = { instancePath: instancePath + "/limits/deletions", schemaPath: "#/$defs/limit/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e9 }, message: "must be <= 1000000000" };
              if (vErrors === null) {
                vErrors = [err161];
              } else {
                vErrors.push(err161);
              }
              errors++;
            }
            if (data83 < 0 || isNaN(data83)) {
              const err162 = { instancePath: instancePath + "/limits/deletions", schemaPath: "#/$defs/limit/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
              if (vErrors === null) {
                vErrors = [err162];
              } else {
                vErrors.push(err162);
              }
              errors++;
            }
          }
          if (typeof data83 === "string") {
            if (!pattern8.test(data83)) {
              const err163 = { instancePath: instancePath + "/limits/deletions", schemaPath: "#/$defs/limit/pattern", keyword: "pattern", params: { pattern: "^(?:100(?:\\.0{1,6})?|[0-9]{1,2}(?:\\.[0-9]{1,6})?) ?%$" }, message: 'must match pattern "^(?:100(?:\\.0{1,6})?|[0-9]{1,2}(?:\\.[0-9]{1,6})?) ?%$"' };
              if (vErrors === null) {
                vErrors = [err163];
              } else {
                vErrors.push(err163);
              }
              errors++;
            }
          }
        }
        if (data82.obsolete !== void 0) {
          let data84 = data82.obsolete;
          if (!(typeof data84 == "number" && (!(data84 % 1) && !isNaN(data84)) && isFinite(data84)) && typeof data84 !== "string") {
            const err164 = { instancePath: instancePath + "/limits/obsolete", schemaPath: "#/$defs/limit/type", keyword: "type", params: { type: schema54.type }, message: "must be integer,string" };
            if (vErrors === null) {
              vErrors = [err164];
            } else {
              vErrors.push(err164);
            }
            errors++;
          }
          if (typeof data84 == "number" && isFinite(data84)) {
            if (data84 > 1e9 || isNaN(data84)) {
              const err165 = { instancePath: instancePath + "/limits/obsolete", schemaPath: "#/$defs/limit/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e9 }, message: "must be <= 1000000000" };
              if (vErrors === null) {
                vErrors = [err165];
              } else {
                vErrors.push(err165);
              }
              errors++;
            }
            if (data84 < 0 || isNaN(data84)) {
              const err166 = { instancePath: instancePath + "/limits/obsolete", schemaPath: "#/$defs/limit/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
              if (vErrors === null) {
                vErrors = [err166];
              } else {
                vErrors.push(err166);
              }
              errors++;
            }
          }
          if (typeof data84 === "string") {
            if (!pattern8.test(data84)) {
              const err167 = { instancePath: instancePath + "/limits/obsolete", schemaPath: "#/$defs/limit/pattern", keyword: "pattern", params: { pattern: "^(?:100(?:\\.0{1,6})?|[0-9]{1,2}(?:\\.[0-9]{1,6})?) ?%$" }, message: 'must match pattern "^(?:100(?:\\.0{1,6})?|[0-9]{1,2}(?:\\.[0-9]{1,6})?) ?%$"' };
              if (vErrors === null) {
                vErrors = [err167];
              } else {
                vErrors.push(err167);
              }
              errors++;
            }
          }
        }
        if (data82.errors !== void 0) {
          let data85 = data82.errors;
          if (!(typeof data85 == "number" && (!(data85 % 1) && !isNaN(data85)) && isFinite(data85))) {
            const err168 = { instancePath: instancePath + "/limits/errors", schemaPath: "#/properties/limits/properties/errors/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
            if (vErrors === null) {
              vErrors = [err168];
            } else {
              vErrors.push(err168);
            }
            errors++;
          }
          if (typeof data85 == "number" && isFinite(data85)) {
            if (data85 > 1e9 || isNaN(data85)) {
              const err169 = { instancePath: instancePath + "/limits/errors", schemaPath: "#/properties/limits/properties/errors/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e9 }, message: "must be <= 1000000000" };
              if (vErrors === null) {
                vErrors = [err169];
              } else {
                vErrors.push(err169);
              }
              errors++;
            }
            if (data85 < 0 || isNaN(data85)) {
              const err170 = { instancePath: instancePath + "/limits/errors", schemaPath: "#/properties/limits/properties/errors/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
              if (vErrors === null) {
                vErrors = [err170];
              } else {
                vErrors.push(err170);
              }
              errors++;
            }
          }
        }
        if (data82.scriptSeconds !== void 0) {
          let data86 = data82.scriptSeconds;
          if (!(typeof data86 == "number" && (!(data86 % 1) && !isNaN(data86)) && isFinite(data86))) {
            const err171 = { instancePath: instancePath + "/limits/scriptSeconds", schemaPath: "#/properties/limits/properties/scriptSeconds/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
            if (vErrors === null) {
              vErrors = [err171];
            } else {
              vErrors.push(err171);
            }
            errors++;
          }
          if (typeof data86 == "number" && isFinite(data86)) {
            if (data86 > 604800 || isNaN(data86)) {
              const err172 = { instancePath: instancePath + "/limits/scriptSeconds", schemaPath: "#/properties/limits/properties/scriptSeconds/maximum", keyword: "maximum", params: { comparison: "<=", limit: 604800 }, message: "must be <= 604800" };
              if (vErrors === null) {
                vErrors = [err172];
              } else {
                vErrors.push(err172);
              }
              errors++;
            }
            if (data86 < 1 || isNaN(data86)) {
              const err173 = { instancePath: instancePath + "/limits/scriptSeconds", schemaPath: "#/properties/limits/properties/scriptSeconds/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
              if (vErrors === null) {
                vErrors = [err173];
              } else {
                vErrors.push(err173);
              }
              errors++;
            }
          }
        }
      } else {
        const err174 = { instancePath: instancePath + "/limits", schemaPath: "#/properties/limits/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err174];
        } else {
          vErrors.push(err174);
        }
        errors++;
      }
    }
    if (data.folder !== void 0) {
      let data87 = data.folder;
      if (typeof data87 === "string") {
        if (func2(data87) > 4096) {
          const err175 = { instancePath: instancePath + "/folder", schemaPath: "#/$defs/path/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" };
          if (vErrors === null) {
            vErrors = [err175];
          } else {
            vErrors.push(err175);
          }
          errors++;
        }
        if (func2(data87) < 1) {
          const err176 = { instancePath: instancePath + "/folder", schemaPath: "#/$defs/path/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
          if (vErrors === null) {
            vErrors = [err176];
          } else {
            vErrors.push(err176);
          }
          errors++;
        }
        if (!pattern6.test(data87)) {
          const err177 = { instancePath: instancePath + "/folder", schemaPath: "#/$defs/path/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000]*$" }, message: 'must match pattern "^[^\\u0000]*$"' };
          if (vErrors === null) {
            vErrors = [err177];
          } else {
            vErrors.push(err177);
          }
          errors++;
        }
      } else {
        const err178 = { instancePath: instancePath + "/folder", schemaPath: "#/$defs/path/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err178];
        } else {
          vErrors.push(err178);
        }
        errors++;
      }
    }
  } else {
    const err179 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err179];
    } else {
      vErrors.push(err179);
    }
    errors++;
  }
  validate20.errors = vErrors;
  return errors === 0;
}
validate20.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };

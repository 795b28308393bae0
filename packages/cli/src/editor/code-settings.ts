/** What VS Code has to know of a project: which schema is for which files, and which extension reads YAML. */
import { isRecord } from "../input/is-object.ts";
import type { NamedSchema } from "../schemas/named-schemas.ts";
import { readJsonWithComments } from "./json-with-comments.ts";

export const yamlExtension = "redhat.vscode-yaml";

/** A schema, and where it is, relative to the project's folder. */
export interface PlacedSchema extends NamedSchema {
  readonly path: string;
}

/**
 * `.vscode/settings.json` with the files of each schema. What is said of one of the schemas already stays as it is. Throws
 * FileUnreadable.
 */
export function mapSchemas(text: string | null, name: string, schemas: readonly PlacedSchema[]): string {
  const settings = readJsonWithComments(text, name);
  const ofYaml = settings.get("yaml.schemas", {});
  if (!isRecord(ofYaml)) return settings.refuse("yaml.schemas", 'has "yaml.schemas", which is no object.');
  const ofJson = settings.get("json.schemas", []);
  if (!Array.isArray(ofJson)) return settings.refuse("json.schemas", 'has "json.schemas", which is no list.');
  const mapped = Object.keys(ofYaml).map(plainPath);
  const urls = (ofJson as readonly unknown[]).map((entry) => (isRecord(entry) ? plainPath(String(entry.url)) : ""));
  for (const { path, yaml, json } of schemas) {
    if (yaml !== undefined && !mapped.includes(path)) settings.addTo("yaml.schemas", `./${path}`, yaml);
    if (json !== undefined && !urls.includes(path))
      settings.push("json.schemas", { fileMatch: json, url: `./${path}` });
  }
  return settings.text;
}

/** `.vscode/extensions.json` with the extension for YAML, unless the project does not want it. Throws FileUnreadable. */
export function recommendExtension(text: string | null, name: string): string {
  const extensions = readJsonWithComments(text, name);
  const recommended = listed("recommendations");
  if ([...recommended, ...listed("unwantedRecommendations")].includes(yamlExtension)) return text ?? extensions.text;
  extensions.push("recommendations", yamlExtension);
  return extensions.text;

  function listed(key: string): string[] {
    const list = extensions.get(key, []);
    if (!Array.isArray(list)) return extensions.refuse(key, `has ${JSON.stringify(key)}, which is no list.`);
    return list.map((entry) => String(entry).toLowerCase());
  }
}

function plainPath(path: string): string {
  return path.replaceAll("\\", "/").replace(/^\.\//, "");
}

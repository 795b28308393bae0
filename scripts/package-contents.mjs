// What a published package holds: the files, each of which must be expected, and what its manifest says. Another folder
// of a package that users need is another line here.

/** Every pattern must fit a file, and every file must fit a pattern. */
const ofEveryPackage = [/^package\.json$/, /^README\.md$/, /^LICENSE$/];
const ofLibraries = [/^dist\/([a-z0-9-]+\/)*[a-z0-9-]+\.(js|js\.map|d\.ts)$/];
const ofPackages = {
  "@idle/cli": [
    /^bin\/idle\.js$/,
    /^dist\/idle\.js$/,
    /^dist\/chunks\/[A-Za-z0-9_-]+\.js$/,
    /^dist\/THIRD-PARTY-LICENSES\.txt$/,
  ],
};

/** What a package's manifest lists beside its code, by the name in "files". */
const ofFolders = {
  powershell: /^powershell\/ADSync\/ADSync\.ps[dm]1$/,
  templates: /^templates\/(?!(.*\/)?(node_modules|dist|\.[^/]+)\/)([\w.-]+\/)+[\w-]+(\.[\w-]+)*$/,
};

const wantedFields = [
  "name",
  "version",
  "description",
  "keywords",
  "license",
  "type",
  "sideEffects",
  "engines",
  "files",
];

/**
 * What is wrong with a packed package.
 *
 * @param {object} workspaceManifest its package.json in the repository
 * @param {ReadonlyMap<string, string>} files by path in the package, with slashes, what is in them
 * @param {{ sources: readonly string[], version: string }} repository paths of what is in src, without it; the version
 *   of the repository
 * @returns {string[]}
 */
export function contentProblems(workspaceManifest, files, { sources, version }) {
  const { name } = workspaceManifest;
  const manifest = JSON.parse(files.get("package.json") ?? "{}");
  const folders = (workspaceManifest.files ?? []).flatMap((folder) => ofFolders[folder] ?? []);
  const patterns = [...ofEveryPackage, ...(ofPackages[name] ?? ofLibraries), ...folders];
  const paths = [...files.keys()];
  return [
    ...paths.filter((path) => !patterns.some((pattern) => pattern.test(path))).map((path) => `${path} is not expected`),
    ...patterns
      .filter((pattern) => !paths.some((path) => pattern.test(path)))
      .map((pattern) => `no file fits ${pattern}`),
    ...(ofPackages[name] ? [] : sources.flatMap((source) => outputProblems(source, files))),
    ...paths.filter((path) => path.endsWith(".map")).flatMap((path) => mapProblems(path, files)),
    ...manifestProblems(manifest, workspaceManifest, version),
  ];
}

/** Each source has become JavaScript, a map and types, and nothing stayed of one that is gone. */
function outputProblems(source, files) {
  const stem = `dist/${source.replace(/\.ts$/, "")}`;
  return [".js", ".js.map", ".d.ts"].filter((end) => !files.has(stem + end)).map((end) => `${stem}${end} is missing`);
}

/** Sources are not published, so a map has to carry them. */
function mapProblems(path, files) {
  const { sources, sourcesContent = [] } = JSON.parse(files.get(path));
  const problems = sources.filter((_, index) => typeof sourcesContent[index] !== "string");
  if (!files.has(path.replace(/\.map$/, ""))) return [`${path} is of a file that is not there`];
  return problems.map((source) => `${path} refers to ${source}, which is neither in it nor published`);
}

function manifestProblems(manifest, workspaceManifest, version) {
  const problems = wantedFields.filter((field) => manifest[field] === undefined).map((field) => `has no "${field}"`);
  const text = JSON.stringify(manifest);
  if (text.includes("workspace:")) problems.push('still says "workspace:"');
  if (text.includes("@idle/source"))
    problems.push('has the condition "@idle/source", which leads to files not published');
  if (manifest.version !== version) problems.push(`is ${manifest.version}, the repository ${version}`);
  if (manifest.scripts !== undefined) problems.push("has scripts, which would run where it is installed");
  if (manifest.publishConfig?.access !== "public") problems.push('needs publishConfig.access "public"');
  for (const [dependency, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    if (dependency.startsWith("@idle/") && range !== version)
      problems.push(`needs ${dependency} ${range}, not ${version}`);
  }
  const exported = JSON.stringify(withoutSource(workspaceManifest.exports));
  if (JSON.stringify(manifest.exports) !== exported) problems.push(`its publishConfig.exports should be ${exported}`);
  for (const target of Object.values(manifest.exports ?? {})) {
    if (typeof target === "object" && Object.keys(target)[0] !== "types")
      problems.push('has exports without "types" first');
  }
  return problems;
}

function withoutSource(exports) {
  const entries = Object.entries(exports).map(([path, target]) => {
    if (typeof target !== "object") return [path, target];
    const { "@idle/source": _, ...conditions } = target;
    return [path, conditions];
  });
  return Object.fromEntries(entries);
}

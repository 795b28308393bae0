/** A path for a command line that is to be copied: quoted where a shell would take it for more than one word. */
export function shownPath(folder: string, file: string): string {
  const path = folder === "." ? file : `${folder.replace(/[\\/]+$/, "")}/${file}`;
  return /^[\w@%+=:,./\\-]+$/.test(path) ? path : JSON.stringify(path);
}

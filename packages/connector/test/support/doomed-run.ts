// Runs an import or an export in a process of its own, and ends it with SIGKILL where the scripts are at a certain place.
import { openConnector } from "../../src/index.ts";
import { fileBackedScripts, pageSize } from "./file-backed-system.ts";

const [folder = "", action = "", place = ""] = process.argv.slice(2);
const connector = await openConnector({
  definition: { name: "doomed", pageSize, capabilities: { enableExport: true } },
  scripts: fileBackedScripts(folder, (here) => {
    if (here === place) process.kill(process.pid, "SIGKILL");
  }),
  folder: `${folder}/space`,
});
if (action === "import") await connector.import({ type: "Full" });
else await connector.export();
await connector.close();

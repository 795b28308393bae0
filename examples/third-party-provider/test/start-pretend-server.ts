// Starts the pretend server to try the provider with: npm run pretend-server. Ends with Ctrl-C.
import { account, startPretendServer } from "./pretend-server.ts";

const { url } = await startPretendServer(Number(process.argv[2] ?? 8087));
console.log(`${url}\nuser name: ${account.userName}\npassword:  ${account.password}`);

// Entry of every npm script: refuses a Node that is too old in one line, then hands over to tasks.mjs.
// This file must parse on very old versions of Node, so it uses no syntax newer than import().
var major = Number(process.versions.node.split(".")[0]);

if (major < 20) {
  process.stderr.write(
    "This repository needs Node.js 20 or newer to set itself up; this is " + process.version + ".\n",
  );
  process.exitCode = 1;
} else {
  import("./tasks.mjs")
    .then(function (tasks) {
      return tasks.runTask(process.argv[2], process.argv.slice(3));
    })
    .catch(function (error) {
      process.stderr.write(((error && error.stack) || String(error)) + "\n");
      process.exitCode = 1;
    });
}

import { Option } from "commander";

/** `where` is the file that has the references. */
export function allowCommandSecrets(where = "the configuration"): Option {
  return new Option("--allow-command-secrets", `let references with command: in ${where} run programs`);
}

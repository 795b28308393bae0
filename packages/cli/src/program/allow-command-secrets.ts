import { Option } from "commander";

export function allowCommandSecrets(): Option {
  return new Option("--allow-command-secrets", "let references with command: in the configuration run programs");
}

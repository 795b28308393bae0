/** What a configuration is called that need not be named. */
export const configurationFileName = "idle.config.yaml";

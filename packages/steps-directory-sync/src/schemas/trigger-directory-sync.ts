export const triggerDirectorySyncSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    policyType: {
      enum: ["Delta", "Initial"],
      description: "What the cycle takes along: changes since the last one, or everything. Default Delta.",
    },
    when: {
      enum: ["Always", "Changed"],
      description:
        "Changed does nothing unless an earlier step of the run changed something, so that a second run is empty. Default Always.",
    },
    wait: {
      type: "boolean",
      description: "Whether the step waits until its cycle has ended. Default false.",
    },
    timeoutSeconds: {
      type: "number",
      exclusiveMinimum: 0,
      maximum: 86_400,
      examples: [600],
      description: "How long all of it may take, waiting for a running cycle included. Default 600.",
    },
    pollIntervalSeconds: {
      type: "number",
      exclusiveMinimum: 0,
      maximum: 3_600,
      examples: [10],
      description:
        "The longest pause between two looks at the scheduler; the first ones come after 1, 2, 4 s. Default 10.",
    },
    whenBusy: {
      enum: ["Wait", "Join", "Fail"],
      description:
        "What to do while a cycle is running, which began before this run's changes: wait for its end and start another; wait for it and be content; or fail with Busy. Default Wait.",
    },
  },
} as const;

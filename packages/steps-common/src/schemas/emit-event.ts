export const emitEventSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    message: { type: "string", description: 'What the event says. Default: "Custom event".' },
    data: { type: "object", description: "Data that goes with it, of any shape." },
  },
} as const;

// Generated from test/golden/first/weather.mcp.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** forecast */
export const compare = defineTool({
  name: "compare",
  description: "Whether it rains more in one city than in another, tomorrow.",
  input: () => z.strictObject({
    one: z.string(),
    other: z.string(),
  }),
  output: () => z.looseObject({
    one: z.number(),
    other: z.number(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  steps: [
    {
      id: "one",
      call: "forecast",
      with: {
        city: "$inputs.one",
        days: 1,
      },
      outputs: {
        rain: "$response.body#/days/0/rain",
      },
    },
    {
      id: "other",
      call: "forecast",
      with: {
        city: "$inputs.other",
        days: 1,
      },
      outputs: {
        rain: "$response.body#/days/0/rain",
      },
    },
  ],
  result: {
    one: "$steps.one.outputs.rain",
    other: "$steps.other.outputs.rain",
  },
});

/** GET /forecast/{city} */
export const forecast = defineTool({
  name: "forecast",
  description: "The weather of the days to come at a place.",
  input: () => z.strictObject({
    city: z.string(),
    days: integer().default(3),
    units: z.enum([
      "metric",
      "imperial",
    ]).default("metric"),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  timeoutMs: 5000,
  http: {
    upstream: "api",
    method: "GET",
    path: "/forecast/{city}",
    params: {
      city: { in: "path" },
      days: { in: "query" },
      units: { in: "query" },
    },
  },
});

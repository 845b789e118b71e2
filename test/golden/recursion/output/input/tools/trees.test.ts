// Generated from test/golden/recursion/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  plantTree,
} from "./trees.ts";

testTool(server, plantTree, {
  args: {
    name: "a",
    children: [
      {
        name: "a",
        children: [
          {
            name: "a",
            children: [{ name: "a", children: [{ name: "a", children: [] }] }],
          },
        ],
      },
    ],
  },
  accept: "application/json",
  sends: [
    {
      request: "POST /trees",
      type: "application/json",
      json: {
        name: "a",
        children: [
          {
            name: "a",
            children: [
              {
                name: "a",
                children: [{ name: "a", children: [{ name: "a", children: [] }] }],
              },
            ],
          },
        ],
      },
    },
    {
      with: { value: "a" },
      request: "POST /trees",
      type: "application/json",
      json: {
        name: "a",
        children: [
          {
            name: "a",
            children: [
              {
                name: "a",
                children: [{ name: "a", children: [{ name: "a", children: [] }] }],
              },
            ],
          },
        ],
        value: "a",
      },
    },
  ],
  rejects: [
    { without: "name", at: "name" },
    { with: { name: 0 }, at: "name" },
    { without: "children", at: "children" },
    { with: { children: 0 }, at: "children" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

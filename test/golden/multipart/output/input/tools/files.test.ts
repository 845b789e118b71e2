// Generated from test/golden/multipart/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  uploadFile,
} from "./files.ts";

testTool(server, uploadFile, {
  args: { file: "AAECAwQ=" },
  sends: [
    {
      request: "POST /files",
      type: "multipart/form-data",
      parts: [
        {
          head: [
            "Content-Disposition: form-data; name=\"file\"; filename=\"file\"",
            "Content-Type: application/octet-stream",
          ],
          base64: "AAECAwQ=",
        },
      ],
    },
    {
      with: { thumbnails: ["AAECAwQ="] },
      request: "POST /files",
      type: "multipart/form-data",
      parts: [
        {
          head: [
            "Content-Disposition: form-data; name=\"file\"; filename=\"file\"",
            "Content-Type: application/octet-stream",
          ],
          base64: "AAECAwQ=",
        },
        {
          head: [
            "Content-Disposition: form-data; name=\"thumbnails\"; filename=\"thumbnails\"",
            "Content-Type: image/png",
          ],
          base64: "AAECAwQ=",
        },
      ],
      rejects: 0,
    },
    {
      with: { source: "a" },
      request: "POST /files",
      type: "multipart/form-data",
      parts: [
        {
          head: [
            "Content-Disposition: form-data; name=\"file\"; filename=\"file\"",
            "Content-Type: application/octet-stream",
          ],
          base64: "AAECAwQ=",
        },
        { head: ["Content-Disposition: form-data; name=\"source\""], text: "a" },
      ],
      rejects: 0,
    },
    {
      with: { note: "a" },
      request: "POST /files",
      type: "multipart/form-data",
      parts: [
        {
          head: [
            "Content-Disposition: form-data; name=\"file\"; filename=\"file\"",
            "Content-Type: application/octet-stream",
          ],
          base64: "AAECAwQ=",
        },
        { head: ["Content-Disposition: form-data; name=\"note\""], text: "a" },
      ],
      rejects: "xxxxxxxxxxx",
    },
    {
      with: { size: 1 },
      request: "POST /files",
      type: "multipart/form-data",
      parts: [
        {
          head: [
            "Content-Disposition: form-data; name=\"file\"; filename=\"file\"",
            "Content-Type: application/octet-stream",
          ],
          base64: "AAECAwQ=",
        },
        { head: ["Content-Disposition: form-data; name=\"size\""], text: "1" },
      ],
      rejects: "x",
    },
    {
      with: { tags: ["a"] },
      request: "POST /files",
      type: "multipart/form-data",
      parts: [
        {
          head: [
            "Content-Disposition: form-data; name=\"file\"; filename=\"file\"",
            "Content-Type: application/octet-stream",
          ],
          base64: "AAECAwQ=",
        },
        { head: ["Content-Disposition: form-data; name=\"tags\""], text: "a" },
      ],
      rejects: 0,
    },
    {
      with: { meta: {} },
      request: "POST /files",
      type: "multipart/form-data",
      parts: [
        {
          head: [
            "Content-Disposition: form-data; name=\"file\"; filename=\"file\"",
            "Content-Type: application/octet-stream",
          ],
          base64: "AAECAwQ=",
        },
        {
          head: ["Content-Disposition: form-data; name=\"meta\"", "Content-Type: application/json"],
          text: "{}",
        },
      ],
      rejects: 0,
    },
    {
      with: { labels: ["a"] },
      request: "POST /files",
      type: "multipart/form-data",
      parts: [
        {
          head: [
            "Content-Disposition: form-data; name=\"file\"; filename=\"file\"",
            "Content-Type: application/octet-stream",
          ],
          base64: "AAECAwQ=",
        },
        { head: ["Content-Disposition: form-data; name=\"labels\""], text: "a" },
      ],
      rejects: 0,
    },
  ],
  rejects: [
    { without: "file", at: "file" },
    { with: { file: 0 }, at: "file" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 201 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

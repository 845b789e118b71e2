import { describe, expect, it } from "vitest";
import { words } from "../../generator/identifiers.ts";
import {
  assignUniqueNames,
  componentNames,
  exportName,
  groupName,
  type NameRule,
  toolNames,
} from "../../generator/model/unique-names.ts";
import type { HttpMethod } from "../../runtime/contract/http-binding.ts";
import * as schema from "../../runtime/schema.ts";
import { expectNames } from "../support/names.ts";
import * as fc from "../support/properties.ts";

type Operation = [method: HttpMethod, path: string, operationId?: string];

function nameAll(operations: readonly Operation[]): string[] {
  const names = assignUniqueNames(operations, ([method, path, id]) => toolNames(method, path, id));
  return operations.map((operation) => names.get(operation) as string);
}

describe("an identifier is split into words:", () => {
  it.each([
    ["listPetsByTag", "list pets by tag"],
    ["list-pets_by tag", "list pets by tag"],
    ["LISTPetsByTag", "list pets by tag"],
    ["getHTTPResponse", "get http response"],
    ["getURL", "get url"],
    ["getV2Users", "get v2 users"],
    ["naïveCafé", "naive cafe"],
    ["Straße", "stra e"],
    ["日本", ""],
    ["__proto__", "proto"],
    ["", ""],
  ])("%s", (text, want) => {
    expect(words(text).join(" ")).toBe(want);
  });
});

describe("the name of a tool", () => {
  const rows: [...Operation, string][] = [
    ["GET", "/pets", "listPets", "list_pets"],
    ["GET", "/pets", "pets/list-all", "pets_list_all"],
    ["GET", "/pets/{petId}", undefined, "get_pets_by_pet_id"],
    ["POST", "/a.b/{c}-{d}", undefined, "post_a_b_by_c_by_d"],
    ["GET", "/", undefined, "get"],
    ["GET", "/2fa", "2faStatus", "get_2fa_status"],
    ["GET", "/日本", "日本", "get"],
    ["GET", "/pets", "---", "get_pets"],
    ["GET", "/x", "__proto__", "proto"],
    // OpenAPI 3.2: any token is a method.
    ["QUERY", "/pets", undefined, "query_pets"],
    ["M-SEARCH", "/pets", undefined, "m_search_pets"],
    ["copyTo", "/pets", undefined, "copy_to_pets"],
    ["!#$", "/pets", undefined, "call_pets"],
    ["2PC", "/pets", undefined, "call_2_pc_pets"],
    ["!", "/pets", "2pets", "call_2pets"],
    // 59 characters, 50 without "the" and "of": filler words go first.
    [
      "GET",
      "/x",
      "getTheStatusOfTheVerificationOfTheEmailAddressOfUsers",
      "get_status_verification_email_address_users",
    ],
  ];
  it.each(rows)("is made from %s %s %s: %s", (method, path, id, want) => {
    expect(nameAll([[method, path, id as string]])).toEqual([want]);
  });

  it("is cut at a word and gets a hash of method and path if it is too long", () => {
    const id = "retrieveInternationalisationConfigurationParameterDescriptions";
    const [name = ""] = nameAll([["GET", "/a", id]]);
    expect(name).toMatch(/^retrieve_internationalisation_configuration_[a-z0-9]{6}$/);
    expect(nameAll([["GET", "/a", id]])).toEqual([name]);
    expect(nameAll([["GET", "/b", id]])).not.toEqual([name]);
  });
});

describe("the names of several tools are unique:", () => {
  const rows: [string, Operation[], (string | RegExp)[]][] = [
    [
      "the same operationId: both by method and path",
      [
        ["GET", "/a", "do"],
        ["POST", "/b", "do"],
        ["GET", "/c", "other"],
      ],
      ["get_a", "post_b", "other"],
    ],
    [
      "the same words of an operationId",
      [
        ["GET", "/a", "get-pet"],
        ["GET", "/b", "getPet"],
      ],
      ["get_a", "get_b"],
    ],
    [
      "the same method and path but for their spelling: both with a hash",
      [
        ["GET", "/a-b"],
        ["GET", "/a_b"],
      ],
      [/^get_a_b_[a-z0-9]{6}$/, /^get_a_b_[a-z0-9]{6}$/],
    ],
    [
      "a fallback that another is called already: that one moves too",
      [
        ["GET", "/a", "do"],
        ["POST", "/b", "do"],
        ["PUT", "/z", "getA"],
      ],
      [/^get_a_[a-z0-9]{6}$/, "post_b", "put_z"],
    ],
  ];
  it.each(rows)("%s", (_title, operations, want) => {
    const names = nameAll(operations);
    expectNames(names, want);
    expect(nameAll(operations.toReversed()).toReversed()).toEqual(names);
  });

  const operation: fc.Arbitrary<Operation> = fc.tuple(
    fc.constantFrom<HttpMethod>("GET", "POST", "DELETE"),
    fc.oneof(
      fc
        .array(fc.constantFrom("a", "A", "b-c", "b_c", "{id}", "{a-b}", "1", "é", "日", "of"), {
          maxLength: 4,
        })
        .map((s) => `/${s.join("/")}`),
      fc.string({ maxLength: 80 }).map((s) => `/${s}`),
    ),
    fc.option(
      fc.oneof(
        fc.constantFrom(
          "getA",
          "get_a",
          "get a",
          "GETa",
          "1",
          "",
          "日本",
          "getAOf",
          "a".repeat(60),
          `${"word ".repeat(14)}`,
        ),
        fc.string({ unit: "grapheme", maxLength: 70 }),
      ),
      { nil: undefined },
    ),
  ) as fc.Arbitrary<Operation>;
  const operations = fc.uniqueArray(operation, {
    selector: ([method, path]) => `${method} ${path}`,
    maxLength: 12,
  });

  it("are valid, unique and independent of the order", () => {
    fc.assert(
      fc.property(operations, (list) => {
        const names = nameAll(list);
        for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]{0,49}$/);
        expect(new Set(names).size).toBe(names.length);
        expect(nameAll(list.toReversed()).toReversed()).toEqual(names);
      }),
      { numRuns: 2000 },
    );
  });

  it("do not depend on operations with other names", () => {
    const alone = nameAll([["GET", "/pets", "listPets"]]);
    expect(
      nameAll([
        ["GET", "/pets", "listPets"],
        ["GET", "/dogs", "listDogs"],
      ]).slice(0, 1),
    ).toEqual(alone);
  });
});

describe("exportName", () => {
  // A file that imports a helper cannot declare something of the same name.
  it.each([...Object.keys(schema), "defineTool", "defineResource", "definePrompt", "server", "testTool"])(
    "never returns %s",
    (name) => {
      expect(exportName(name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))).not.toBe(name);
    },
  );

  it.each([
    ["list_pets", "listPets"],
    ["get_2fa_status", "get_2faStatus"],
    ["delete", "delete_"],
    ["await", "await_"],
    ["server", "server_"],
    ["define_tool", "defineTool_"],
    ["z", "z_"],
    ["a_b", "aB"],
  ])("turns %s into %s", (tool, want) => {
    expect(exportName(tool)).toBe(want);
  });

  it("returns a different identifier for each tool name", () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,4}$/);
    const tool = fc
      .tuple(fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/), fc.array(part, { maxLength: 3 }))
      .map(([first, rest]) => [first, ...rest].join("_"));
    fc.assert(
      fc.property(fc.uniqueArray(tool, { maxLength: 30 }), (tools) => {
        const exports = tools.map(exportName);
        expect(new Set(exports).size).toBe(tools.length);
        for (const name of exports) new Function(`"use strict"; const ${name} = 1;`);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("componentNames", () => {
  const first = (name: string): string => (componentNames(name)[0] as NameRule)();
  it.each([
    ["Pet", "Pet"],
    ["pet", "Pet"],
    ["pet-owner", "PetOwner"],
    ["Pet_Owner", "Pet_Owner"],
    ["Pet (request)", "PetRequest"],
    ["com.example.Pet", "ComExamplePet"],
    ["2fa", "Schema2fa"],
    ["日本", "Schema"],
    ["/components/responses/NotFound/content/application~1json/schema", "NotFoundApplicationJson"],
    ["/components/schemas/Book/properties/title", "BookTitle"],
  ])("turns %s into %s", (name, want) => {
    expect(first(name)).toBe(want);
  });

  it("returns unique and valid names for any components", () => {
    const text = fc.oneof(
      fc.constantFrom("Pet", "pet", "PET", "Pet ", "pe-t", "日", "本", "__proto__"),
      fc.string({ maxLength: 120 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(text, { maxLength: 8 }), (list) => {
        const names = [...assignUniqueNames(list, componentNames).values()];
        for (const name of names) expect(name).toMatch(/^[A-Z][A-Za-z0-9_]{0,79}$/);
        expect(new Set(names).size).toBe(names.length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("groupName", () => {
  it.each<[string | undefined, string, string]>([
    ["Pets", "/x", "pets"],
    ["Pet Store", "/x", "pet-store"],
    ["petStore", "/x", "pet-store"],
    [undefined, "/v1/pets", "v1"],
    [undefined, "/{tenant}/pets", "pets"],
    [undefined, "/{a}", "default"],
    ["  ", "/pets", "pets"],
    ["CON", "/x", "tag-con"],
    ["com1", "/x", "tag-com1"],
    ["lpt9", "/x", "tag-lpt9"],
    ["nul", "/x", "tag-nul"],
    ["../../etc/passwd", "/x", "etc-passwd"],
    ["__proto__", "/x", "proto"],
  ])("turns %s %s into %s", (tag, path, want) => {
    expect(groupName(tag, path)).toBe(want);
  });

  it("returns a valid file name on every system", () => {
    expect(groupName("日本", "/x")).toMatch(/^tag-[a-z0-9]{6}$/);
    expect(groupName("日本", "/x")).not.toBe(groupName("中国", "/x"));
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 200 }),
        fc.string({ maxLength: 100 }),
        (tag, path) => {
          expect(groupName(tag, `/${path}`)).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
          expect(groupName(tag, `/${path}`).length).toBeLessThanOrEqual(60);
        },
      ),
    );
  });
});

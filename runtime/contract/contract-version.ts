/**
 * The version of this contract. It grows with each change after which generated code and runtime of different
 * versions would misunderstand each other. Generated servers state it in surface.json.
 */
export const CONTRACT_VERSION = 1;

/** Throws a `TypeError` if a server was generated for another version. `stated`: the version in its surface.json. */
export function assertContract(server: string, stated: unknown): void {
  if (stated === CONTRACT_VERSION) return;
  const found =
    typeof stated === "number" ? `contract version ${stated}` : "a version that states no contract";
  throw new TypeError(
    `The server "${server}" was generated for ${found}; this version of speclathe supports contract version ` +
      `${CONTRACT_VERSION}. Run \`speclathe generate\` with the version of speclathe that serves it.`,
  );
}

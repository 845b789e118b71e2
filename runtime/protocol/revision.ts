/** The stateless revision. The SDK's `SUPPORTED_PROTOCOL_VERSIONS` lists the earlier ones, which begin with `initialize`. */
export const MODERN_REVISION = "2026-07-28";

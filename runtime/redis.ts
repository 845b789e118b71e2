/** Sessions in Redis, for `sessions.store` of `createApp`. Needs `@redis/client`, an optional peer dependency. */
export { RedisStore } from "./sessions/redis-store.ts";
export type { StoreLimits } from "./sessions/store.ts";

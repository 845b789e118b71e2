export const hooks = [];

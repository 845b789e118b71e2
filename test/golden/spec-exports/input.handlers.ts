export const createIssue = () => "";

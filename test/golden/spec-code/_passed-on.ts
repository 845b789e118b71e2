export const passedOn = () => "";

/** A request as it was received. */
export interface Recorded {
  readonly method: string;
  /** The request target of the first line: path and query, not decoded. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export function headerOf(request: Recorded, name: string): string | undefined {
  return request.headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

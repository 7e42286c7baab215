/** What the device refused, or why it could not be asked. `code` is stable; `message` is Indonesian. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** Anything thrown by a call, as an error with a code. */
  static from(reason: unknown): ApiError {
    if (reason instanceof ApiError) return reason;
    if (isErrorBody(reason)) return new ApiError(reason.code, reason.message);
    return new ApiError('unreachable', reason instanceof Error ? reason.message : String(reason));
  }
}

function isErrorBody(value: unknown): value is { code: string; message: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
